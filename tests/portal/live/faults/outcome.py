"""What a fault cost: the line that is printed, and the targets that were missed."""

from dataclasses import dataclass, field


@dataclass
class Outcome:
    """Figures in the order in which they are read; each may have a target beside it."""

    figures: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def tell(self, figure: str) -> None:
        self.figures.append(figure)

    def most(self, what: str, measured: float, target: float, unit: str = "") -> None:
        """`0 lost (target 0)`. More than the target is a miss, however little."""
        places = 0 if isinstance(measured, int) else 2
        self.at_most(f"{measured:.{places}f}{unit} {what}", f"{target:g}{unit}", missed=measured > target)

    def exactly(self, what: str, measured: int, target: int) -> None:
        self.at_most(f"{measured} {what}", str(target), missed=measured != target)

    def at_most(self, figure: str, target: str, *, missed: bool) -> None:
        self.tell(f"{figure} (target {target})")
        if missed:
            self.missed.append(figure)

    def line(self, name: str) -> str:
        told = f"{name}: {', '.join(self.figures)}"
        return f"{told} MISSED: {', '.join(self.missed)}" if self.missed else told
