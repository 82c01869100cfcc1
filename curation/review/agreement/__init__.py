"""How well annotators agree with each other and with the keys: coefficients, intervals, over what."""

from curation.review.agreement.report import AgreementReport, agreement

__all__ = ["AgreementReport", "agreement"]
