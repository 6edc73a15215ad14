"""Accounting: branches, burdens, books. ``booking`` is the one writer of ledgers."""
