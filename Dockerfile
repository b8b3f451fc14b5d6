# Never built where this was developed, which has no Docker: try it before relying on it.
FROM python:3.11-slim-bookworm
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY app.py LICENSE README.md pyproject.toml ./
COPY corpus corpus
COPY retrieval retrieval
COPY ui ui
RUN useradd --create-home zhenggai && mkdir index && chown -R zhenggai index corpus
USER zhenggai
ENV OMP_NUM_THREADS=1 PYTHONUNBUFFERED=1
VOLUME /app/index
EXPOSE 7860
# Reached from outside the container: refuses to start before `users add` has made an account.
CMD ["python", "app.py", "--host", "0.0.0.0", "--port", "7860", "--no-browser"]
