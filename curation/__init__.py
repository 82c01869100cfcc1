"""Make, review, check and freeze benchmarks for unified multimodal models."""

__version__ = "0.1.0"
