"""The pages that people work at: rendered, filled with an instance's data, and read back strictly."""

from curation.studio.pages.filling import task_data
from curation.studio.pages.page import AXES, STAGES, Page, page, recall, remember
from curation.studio.pages.reading import read
from curation.studio.pages.results import PageError

__all__ = ["AXES", "STAGES", "Page", "PageError", "page", "read", "recall", "remember", "task_data"]
