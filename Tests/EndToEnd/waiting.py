"""Waiting for something to become true in a page."""

import json

from playwright.sync_api import Page

# How long anything may take on a machine that is busy with something else. No test asserts a time.
PATIENCE_SECONDS = 60


def wait_until(page: Page, condition: str, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until a JavaScript expression is true in a page.

    Playwright's own `wait_for_function` evaluates strings inside the page, which the page's content
    security policy rightly refuses; an expression that the debugger compiles is no concern of it.
    """
    page.evaluate(
        f"""() => new Promise((resolve, reject) => {{
            const end = performance.now() + {1000 * seconds};
            const look = () => {{
                if ({condition}) resolve();
                else if (performance.now() > end) reject(new Error({json.dumps(condition)} + ' did not become true'));
                else setTimeout(look, 50);
            }};
            look();
        }})"""
    )
