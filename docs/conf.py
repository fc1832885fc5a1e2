"""How Sphinx builds the documentation."""

import ast
import inspect
import re
from importlib.metadata import version as version_of
from textwrap import dedent
from typing import Any

from docutils import nodes  # type: ignore[import-untyped]
from docutils.utils import unescape  # type: ignore[import-untyped]
from pydantic import BaseModel
from sphinx.application import Sphinx
from sphinx.domains.python import PyXRefRole

project = "postindex"
author = "The postindex developers"
version = release = version_of(project)

extensions = ["myst_nb", "sphinx.ext.autodoc"]
exclude_patterns = ["_build", "*.py"]  # scripts; those in notebooks/ are pages
nb_custom_formats = {".py": ["jupytext.reads", {"fmt": "py:percent"}]}
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120  # seconds for a cell, of which the slowest takes two
nb_merge_streams = True
nitpicky = True
nitpick_ignore_regex = [
    # The build stays offline, so what other projects document is named, not linked.
    ("py:.*", r"(collections|contextlib|datetime|enum|os|pathlib|pydantic|typing)\..*"),
    (
        "py:.*",
        r"(Any|Axes|Figure|IO|Iterable|Iterator|Mapping|PathLike|Sequence|date|datetime|time|ValueError|LookupError)",
    ),
    ("py:obj", ".*"),  # what looks like a name between backticks need not be one
    # Aliases that their own pages spell out, and a type variable.
    ("py:.*", r"(postindex\.[\w.]+\.)*(FieldName|Format|LayoutOption|Permalink|T|TagOrName|TagPermalink)"),
]

default_role = "name-or-code"  # docstrings are plain text: what stands between backticks is code
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 100
python_trailing_comma_in_multi_line_signatures = False
myst_heading_anchors = 3

html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["tables.css"]
pygments_dark_style = "a11y-high-contrast-dark"
html_title = f"postindex {version}"
html_copy_source = False
html_show_copyright = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#1f5f8b", "color-brand-content": "#1f5f8b"},
    "dark_css_variables": {"color-brand-primary": "#8cc4ea", "color-brand-content": "#8cc4ea"},
}


def _show_what_a_model_accepts(*event: Any) -> tuple[str, None] | None:
    """Show the `__init__` that a model declares for type checkers, in place of pydantic's own."""
    _app, what, _name, obj, *_ = event
    if what != "class" or not issubclass(obj, BaseModel):
        return None
    declared = ast.walk(ast.parse(dedent(inspect.getsource(obj))))
    made_by = (node.args for node in declared if isinstance(node, ast.FunctionDef) and node.name == "__init__")
    arguments = next(made_by, None)
    if arguments is None:
        return "", None  # such as a Listing: others make it
    del arguments.args[0]
    return f"({ast.unparse(arguments)})", None


class _NameOrCode(PyXRefRole):
    """What stands between backticks: a link where it names a class or a part of one, else code as it stands."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        if re.fullmatch(r"[A-Z]\w+(\.\w+)?", self.text):
            self.name = "py:obj"
            return super().run()
        return [nodes.literal(self.rawtext, unescape(self.text, restore_backslashes=True))], []


def setup(app: Sphinx) -> None:
    """Connect what the configuration alone cannot say."""
    app.add_role("name-or-code", _NameOrCode())
    app.connect("autodoc-process-signature", _show_what_a_model_accepts)
