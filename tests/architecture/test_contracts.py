"""The stages point one way, and the contracts that say so look at everything."""

from __future__ import annotations

from tests.architecture import contracts
from tests.architecture.tree import ROOT


def test_every_import_contract_holds() -> None:
    assert contracts.breaches(ROOT) == []


def test_the_contracts_look_at_every_package_flow_and_channel() -> None:
    assert contracts.gaps(ROOT) == []
