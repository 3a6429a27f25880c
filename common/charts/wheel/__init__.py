"""A year as a wheel: once round is a year, months and weeks are the spine, rings inside and marks outside it."""

from common.charts.wheel.drawing import year_wheel
from common.charts.wheel.parts import Band, Mark, Ring, Wheel
from common.charts.wheel.signs import sign

__all__ = ["Band", "Mark", "Ring", "Wheel", "sign", "year_wheel"]
