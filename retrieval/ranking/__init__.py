"""Scores: the lexical leg, the encoder, the dense leg, their fusion and the reranker."""
