"""A model file's network as a PyTorch module whose weights can be trained on."""

from __future__ import annotations

from copy import copy

import torch
from torch import Tensor, nn

from .interpreter import activated, convolved, single, without_weights
from .operations import LOGISTIC, NONE, Model


class Trainable(nn.Module):
    """Any network of convolutions with one output, a matte; its weights are those of the file, in the file's order."""

    def __init__(self, model: Model, *, frozen_before: str | None = None) -> None:
        """Take a model's weights; what comes before the operation of a name stays as it is."""
        super().__init__()
        operations = [copy(operation) for operation in model.operations]
        last = operations[model.outputs[0] - 1]
        if len(model.outputs) != 1 or last.activation != LOGISTIC:
            raise ValueError("only a network whose one output is a logistic function can be trained")
        last.activation = NONE
        self.model = model
        self.operations = operations
        names = [operation.name for operation in operations]
        first = names.index(frozen_before) if frozen_before else 0
        self.weights, self.biases = nn.ParameterDict(), nn.ParameterDict()
        for index, operation in enumerate(operations):
            if operation.weight is not None:
                trained = index >= first
                self.weights[str(index)] = nn.Parameter(single(operation.weight), requires_grad=trained)
                self.biases[str(index)] = nn.Parameter(single(operation.bias), requires_grad=trained)

    def forward(self, rgb: Tensor) -> Tensor:
        """Map (B, 3, H, W) in 0…1, sides multiples of 16, to logits (B, 1, H, W)."""
        mean, scale = (rgb.new_tensor(numbers).view(1, -1, 1, 1) for numbers in (self.model.mean, self.model.scale))
        values = [(rgb - mean) * scale]
        for index, operation in enumerate(self.operations):
            inputs = [values[value] for value in operation.inputs]
            if operation.weight is None:
                made = without_weights(operation, inputs)
            else:
                made = convolved(operation, inputs[0], self.weights[str(index)], self.biases[str(index)])
            values.append(activated(made, operation))
        return values[self.model.outputs[0]]

    @torch.no_grad()
    def exported(self) -> Model:
        """Return the model with the weights as they are now."""
        model = copy(self.model)
        model.operations = [copy(operation) for operation in self.model.operations]
        for index, operation in enumerate(model.operations):
            if operation.weight is not None:
                operation.weight = self.weights[str(index)].numpy().copy()
                operation.bias = self.biases[str(index)].numpy().copy()
        return model
