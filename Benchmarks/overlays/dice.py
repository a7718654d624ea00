"""The one source of chance, so that a seed decides everything."""

import random


class Dice(random.Random):
    """A seeded generator with the few questions that the inventors ask."""

    def likely(self, share):
        """Whether an event of that probability happens."""
        return self.random() < share

    def some(self, items, least=0, most=None):
        """Between `least` and `most` different items, in random order."""
        items = list(items)
        most = len(items) if most is None else min(most, len(items))
        return self.sample(items, self.randint(min(least, most), most))

    def weighted(self, weights):
        """One key of a mapping from key to weight."""
        return self.choices(list(weights), list(weights.values()))[0]
