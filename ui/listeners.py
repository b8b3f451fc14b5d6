"""How the listeners of every tab run."""

QUIET = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
"""For what takes milliseconds: straight to the server, without Gradio's queue (it doubles the time
until an answer is seen, 135 ms against 62), its spinners, and an entry among the HTTP endpoints."""
