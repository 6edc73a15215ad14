"""Worlds whose figures have laws of chance: each figure of each recipe by its own name."""

from dataclasses import replace

from simulator.network import Figure, Point, Spread
from tests.small import activity, car, scenario


def drawn(best, kind, name, /, **parameters):
    """A figure with a law."""
    return Figure((Point(0.0, best, Spread(kind, parameters)),), name=name)


def around(figure, name, part):
    """The figure, each of its points even within a part of it [1]."""

    def law(best):
        return Spread("uniform", {"low": best * (1 - part), "high": best * (1 + part)})

    return replace(figure, name=name, points=tuple(replace(p, spread=law(p.best)) for p in figure.points))


def doubted(made, part=0.1):
    """A scenario in which every amount, emission and yield of every activity is uncertain."""
    return replace(made, activities={name: _activity(one, part) for name, one in made.activities.items()})


def _activity(one, part):
    recipes = tuple(
        replace(
            recipe,
            inputs=tuple(
                replace(each, amount=around(each.amount, f"{one.name}.{recipe.place}.{each.product}", part))
                for each in recipe.inputs
            ),
            emits=tuple(
                replace(each, amount=around(each.amount, f"{one.name}.{recipe.place}.emits.{each.flow}", part))
                for each in recipe.emits
            ),
        )
        for recipe in one.recipes
    )
    good = None if one.yield_ is None else around(one.yield_, f"{one.name}.yield", part / 4)
    return replace(one, recipes=recipes, yield_=good)


def linear(**laws):
    """Cars of 1 kg of each of some materials that let out what their law says, and nothing else: gross is cars x their sum.

    1,000 cars are sold in 2020, 2,000 in 2030.
    """
    makers = tuple(activity(f"{name} mill", name, {}, {"CO2 fossil": 1.0}) for name in laws)
    makers = tuple(
        replace(one, recipes=(replace(one.recipes[0], emits=(replace(one.recipes[0].emits[0], amount=law),)),))
        for one, law in zip(makers, laws.values(), strict=True)
    )
    beside = (activity("station", "electricity"), activity("yard", "treatment"))
    return scenario((*makers, *beside), vehicles=(car(sections={"materials": dict.fromkeys(laws, 1.0)}),))
