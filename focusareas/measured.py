"""The figures of a focus area, as far as they are known: what is reported and what is felt apart, never in one table."""

from dataclasses import dataclass
from decimal import Decimal

from focusareas.models import Indicator, IndicatorValue

MOST_VALUES = 8  # the latest


@dataclass(frozen=True, slots=True)
class Value:
    """One figure, written with as many decimals as it has; None where it isn't known."""

    row: IndicatorValue
    figure: Decimal | None


@dataclass(frozen=True, slots=True)
class Measured:
    """What is measured, and its latest values, the oldest period first."""

    indicator: Indicator
    values: tuple[Value, ...]

    @property
    def sources(self):
        return self.indicator.sources.all()


def measured_of(area, on) -> list[tuple[str, list[Measured]]]:
    """By sort ("Anmält och mätt", "Upplevt"): each public figure of a focus area that has any value. Three queries."""
    rows = Indicator.objects.visible(on).filter(focus_area=area).order_by("name", "pk").prefetch_related("sources")
    values = {row.pk: [] for row in rows}
    if values:
        for value in IndicatorValue.objects.filter(indicator__in=list(values)).standing(on):
            values[value.indicator_id].append(Value(value, _plain(value.value)))
    found = [Measured(row, tuple(values[row.pk][-MOST_VALUES:])) for row in rows if values[row.pk]]
    kinds = [(kind.label, [each for each in found if each.indicator.kind == kind]) for kind in Indicator.Kind]
    return [(label, each) for label, each in kinds if each]


def _plain(value):
    """40 rather than 40.00, 12.5 rather than 12.50."""
    if value is None:
        return None
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()
