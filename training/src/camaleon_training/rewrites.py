"""Rewrite a model into one that computes the same, to rounding, in less time.

Three identities hold for the bilinear enlargement by two with half-pixel centres, in which every pixel of the output
is a weighted mean of pixels, and every pixel of the input has as much weight as any other:

    convolution1×1(enlarge(x)) = enlarge(convolution1×1(x))
    average(a + enlarge(b)) = average(a) + average(b)
    a·gate + b is one pass over a and b, not two
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from .checks import checked
from .operations import (
    ADDITION,
    CHANNEL_SCALE,
    CONVOLUTION,
    GLOBAL_AVERAGE,
    NONE,
    UPSAMPLE_2X,
    Geometry,
    Model,
    Operation,
)


class Rewriting:
    """A model on its way into another; operations are taken one by one, in order."""

    def __init__(self, source: Model) -> None:
        """Start with nothing taken."""
        self.source = source
        self.made = replace(source, operations=[], outputs=())
        self.values = {0: 0}  # of the source, by those of the model that is made
        self.uses = Counter(value for operation in source.operations for value in operation.inputs)
        self.uses.update(source.outputs)

    def maker(self, value: int) -> Operation | None:
        """Return the source's operation that makes a value; the input has none."""
        return self.source.operations[value - 1] if value else None

    def makes(self, value: int, kind: int) -> bool:
        """Tell whether a value of the source is made by an operation of a kind."""
        maker = self.maker(value)
        return maker is not None and maker.kind == kind

    def reader(self, value: int) -> Operation | None:
        """Return the only operation that reads a value of the source, if there is one and it is no output."""
        if self.uses[value] != 1 or value in self.source.outputs:
            return None
        return next(operation for operation in self.source.operations if value in operation.inputs)

    def copy(self, operation: Operation, *inputs: int) -> int:
        """Append an operation that reads values of the model that is made."""
        return self.made.add(replace(operation, inputs=inputs))

    def take(self, value: int, operation: Operation) -> None:
        """Take an operation of the source as it is, and let it stand for a value."""
        self.values[value] = self.copy(operation, *(self.values[one] for one in operation.inputs))


def enlarge_late(rewriting: Rewriting, value: int, operation: Operation) -> bool:
    """Let a 1×1 convolution of an enlarged value come before the enlargement."""
    source = operation.inputs[0]
    is_pointwise = operation.kind == CONVOLUTION and operation.geometry == Geometry(1) and operation.activation == NONE
    if not is_pointwise or not rewriting.makes(source, UPSAMPLE_2X):
        return False
    enlargement = rewriting.maker(source)
    early = replace(operation, name=f"{operation.name}_small")
    small = rewriting.copy(early, rewriting.values[enlargement.inputs[0]])
    late = replace(enlargement, name=operation.name, channels=operation.channels)
    rewriting.values[value] = rewriting.copy(late, small)
    return True


def average_small(rewriting: Rewriting, value: int, operation: Operation) -> bool:
    """Average the parts of a sum, and enlarged ones before they are enlarged."""
    source = operation.inputs[0]
    if operation.kind != GLOBAL_AVERAGE or not rewriting.makes(source, ADDITION):
        return False
    addition = rewriting.maker(source)
    sizes = {rewriting.source.channels(part) for part in addition.inputs}
    enlarged = [part for part in addition.inputs if rewriting.makes(part, UPSAMPLE_2X)]
    if not enlarged or addition.activation != NONE or len(sizes) > 1:
        return False
    averages = []
    for part in addition.inputs:
        small = rewriting.maker(part).inputs[0] if part in enlarged else part
        average = replace(operation, name=f"{operation.name}_{len(averages)}")
        averages.append(rewriting.copy(average, rewriting.values[small]))
    rewriting.values[value] = rewriting.copy(replace(addition, name=operation.name), *averages)
    return True


def scale_and_add(rewriting: Rewriting, value: int, operation: Operation) -> bool:
    """Scale and add in one pass, where nothing else reads what was scaled."""
    if operation.kind != ADDITION or operation.activation != NONE or len(operation.inputs) != 2:
        return False
    for scaled, addend in (operation.inputs, operation.inputs[::-1]):
        if not rewriting.makes(scaled, CHANNEL_SCALE) or rewriting.reader(scaled) is not operation:
            continue
        scale = rewriting.maker(scaled)
        inputs = [rewriting.values[one] for one in (*scale.inputs, addend)]
        if len(inputs) == 3 and operation.channels == rewriting.source.channels(addend):
            rewriting.values[value] = rewriting.copy(replace(scale, name=operation.name), *inputs)
            return True
    return False


Rule = Callable[[Rewriting, int, Operation], bool]
RULES: tuple[Rule, ...] = (enlarge_late, average_small, scale_and_add)


def applied(rule: Rule, model: Model) -> Model:
    """Apply one rule wherever it fits."""
    rewriting = Rewriting(model)
    for value, operation in enumerate(model.operations, start=1):
        if not rule(rewriting, value, operation):
            rewriting.take(value, operation)
    rewriting.made.outputs = tuple(rewriting.values[output] for output in model.outputs)
    return without_unread(rewriting.made)


def without_unread(model: Model) -> Model:
    """Leave out the operations that no output needs."""
    needed = set(model.outputs)
    for value in range(len(model.operations), 0, -1):
        if value in needed:
            needed.update(model.operations[value - 1].inputs)
    rewriting = Rewriting(model)
    for value, operation in enumerate(model.operations, start=1):
        if value in needed:
            rewriting.take(value, operation)
    rewriting.made.outputs = tuple(rewriting.values[output] for output in model.outputs)
    return rewriting.made


def rewritten(model: Model) -> Model:
    """Apply every rule; the result has the same inputs, outputs and, to rounding, values."""
    for rule in RULES:
        model = applied(rule, model)
    return checked(model)
