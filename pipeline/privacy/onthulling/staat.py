"""What openbaar said at earlier refreshes: the memory of the rounding, in the archive. Append-only; decides nothing.

    archief/openbaar/<echt|synthetisch>/<stijl>/<nr>.parquet     only the cells that changed at that refresh

It holds exact figures and so never leaves the archive. A run as of an earlier day reads it and adds nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.privacy.onthulling.verbanden import SLEUTEL

# waarde: as last shown, with bounds and base, when the exact figure was `exact`; NaN where it was never shown
VELDEN = ["waarde", "laag", "hoog", "basis", "exact", "zichtbaar", "secundair"]


@dataclass(frozen=True)
class Staat:
    """The memory in one folder of the archive; `map` None: one that forgets."""

    map: Path | None

    @classmethod
    def van(cls, archief: Path, *, synthetisch: bool, stijl: str) -> Staat:
        """Invented and real figures, and styles, never share a memory."""
        return cls(archief / "openbaar" / ("synthetisch" if synthetisch else "echt") / stijl)

    def lees(self) -> pd.DataFrame:
        """The newest state of every cell that was ever published: SLEUTEL and VELDEN."""
        bestanden = sorted(self.map.glob("*.parquet")) if self.map and self.map.is_dir() else []
        if not bestanden:
            return pd.DataFrame({k: pd.Series(dtype=object if k in SLEUTEL else float) for k in [*SLEUTEL, *VELDEN]})
        alles = pd.concat([pq.read_table(p).to_pandas() for p in bestanden], ignore_index=True)
        return alles.drop_duplicates(SLEUTEL, keep="last").reset_index(drop=True)

    def schrijf(self, nieuw: pd.DataFrame) -> Path | None:
        """Add what differs from the newest state; None where nothing does. Whole or not at all."""
        oud = self.lees()
        samen = nieuw[[*SLEUTEL, *VELDEN]].merge(oud, on=SLEUTEL, how="left", suffixes=("", "_oud"), indicator=True)
        gelijk = (samen["_merge"] == "both").to_numpy()
        for veld in VELDEN:
            a, b = samen[veld].to_numpy(float), samen[f"{veld}_oud"].to_numpy(float)
            gelijk &= (a == b) | (np.isnan(a) & np.isnan(b))
        anders = samen.loc[~gelijk, [*SLEUTEL, *VELDEN]]
        if self.map is None or anders.empty:
            return None
        self.map.mkdir(parents=True, exist_ok=True, mode=0o700)
        nr = 1 + max((int(p.stem) for p in self.map.glob("*.parquet")), default=0)
        doel = self.map / f"{nr:06d}.parquet"
        tijdelijk = doel.with_suffix(".nieuw")
        pq.write_table(pa.Table.from_pandas(anders.astype({v: float for v in VELDEN}), preserve_index=False), tijdelijk)
        tijdelijk.replace(doel)
        return doel
