"""A whole club of members, written twice: as the product has it, and as plain rules to compare it with."""

import pytest

pytest.register_assert_rewrite(*(f"{__name__}.{each}" for each in ("base", "reads", "ticket_tills", "point_tills")))
