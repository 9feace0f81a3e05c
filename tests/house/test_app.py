"""app.py is page set-up and navigation, nothing else."""

import ast

ALLOWED_CALLS = {"set_page_config", "navigation", "Page", "run", "Path", "str", "exists", "App"}


def test_app_is_short(root):
    assert len((root / "app.py").read_text(encoding="utf-8").splitlines()) < 40


def test_app_only_sets_up_the_page_and_its_navigation(root):
    tree = ast.parse((root / "app.py").read_text(encoding="utf-8"))
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = {call.attr if isinstance(call, ast.Attribute) else call.id for call in calls}
    assert names <= ALLOWED_CALLS


def test_every_page_of_the_navigation_exists(root):
    tree = ast.parse((root / "app.py").read_text(encoding="utf-8"))
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    pages = [text for text in texts if isinstance(text, str) and text.startswith("views/")]
    assert pages
    assert [page for page in pages if not (root / page).is_file()] == []


def test_every_view_is_in_the_navigation(root):
    text = (root / "app.py").read_text(encoding="utf-8")
    views = [path.name for path in (root / "views").glob("*.py") if path.name != "__init__.py"]
    assert [name for name in views if f"views/{name}" not in text] == []
