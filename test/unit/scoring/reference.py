"""Writes reference.json: values of SciPy and scikit-learn, to test our scoring against.

Run with a Python that has both (Debian: python3-scipy, python3-sklearn):
    /usr/bin/python3 test/unit/scoring/reference.py > test/unit/scoring/reference.json
and then `npx prettier --write test/unit/scoring/reference.json`.
The data are made here from fixed seeds, and go into the file with the values.
"""

import itertools
import json
import math

import numpy
import scipy
import sklearn
from scipy import stats
from sklearn import metrics

EMOTIONS = ["happy", "sad", "angry", "surprise", "worry", "neutral"]
# What an asked question comes to other than an answer.
KINDS = ["outOfSet", "ambiguous", "refused", "unparsed", "truncated", "failed"]


def number(value):
    return None if value is None or math.isnan(value) else float(value)


def classes(name, labels, truth, answers):
    """An answer is one of the labels, or one of KINDS."""
    answered = [(t, a) for t, a in zip(truth, answers) if a in labels]
    occurring = [label for label in labels if label in truth or label in answers]
    present = [label for label in labels if label in truth]
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        truth, answers, labels=labels, zero_division=0
    )
    columns = labels + KINDS
    confusion = metrics.confusion_matrix(truth, answers, labels=columns)[: len(labels)]
    return {
        "name": name,
        "labels": labels,
        "truth": " ".join(truth),
        "answers": " ".join(answers),
        "accuracyStrict": metrics.accuracy_score(truth, answers),
        "accuracyAnswered": metrics.accuracy_score(*zip(*answered)) if answered else None,
        "coverage": len(answered) / len(truth),
        "macroF1": metrics.f1_score(truth, answers, labels=occurring, average="macro", zero_division=0),
        "balancedAccuracy": metrics.recall_score(
            truth, answers, labels=present, average="macro", zero_division=0
        ),
        # scikit-learn's own balanced accuracy warns about answers that are no class; it is the same number.
        "balancedAccuracyToo": metrics.balanced_accuracy_score(truth, answers),
        "precision": precision.tolist(),
        "recall": recall.tolist(),
        "f1": f1.tolist(),
        "support": support.tolist(),
        "columns": columns,
        "confusion": confusion.tolist(),
    }


def some_classes(name, seed, n, labels=EMOTIONS, skill=0.5, silent=0.1, truths=None):
    random = numpy.random.default_rng(seed)
    truth = random.choice(truths or labels, n).tolist()
    answers = []
    for label in truth:
        draw = random.random()
        if draw < silent:
            answers.append(str(random.choice(KINDS)))
        elif draw < silent + skill:
            answers.append(label)
        else:
            answers.append(str(random.choice(labels)))
    return classes(name, labels, truth, answers)


def numbers(name, truth, values):
    truth, values = numpy.asarray(truth, float), numpy.asarray(values, float)
    constant = len(set(truth.tolist())) < 2 or len(set(values.tolist())) < 2
    correlated = len(truth) >= 3 and not constant
    return {
        "name": name,
        "truth": truth.tolist(),
        "values": values.tolist(),
        "srcc": number(stats.spearmanr(truth, values)[0]) if correlated else None,
        "plcc": number(stats.pearsonr(truth, values)[0]) if correlated else None,
        "krcc": number(stats.kendalltau(truth, values, variant="b")[0]) if correlated else None,
        "rmse": math.sqrt(metrics.mean_squared_error(truth, values)) if len(truth) else None,
        "mae": metrics.mean_absolute_error(truth, values) if len(truth) else None,
    }


def some_numbers(name, seed, n, noise, digits, low=1.0, high=5.0):
    random = numpy.random.default_rng(seed)
    truth = random.uniform(low, high, n)
    values = numpy.clip(truth + random.normal(0, noise, n), low, high)
    return numbers(name, truth.round(digits[0]), values.round(digits[1]))


def wilson(count, n):
    interval = stats.binomtest(count, n).proportion_ci(0.95, method="wilson")
    return {"count": count, "n": n, "low": interval.low, "high": interval.high}


def quantiles(seed, n):
    values = numpy.random.default_rng(seed).normal(0, 1, n)
    low, high = numpy.percentile(values, [2.5, 97.5])
    return {"values": values.tolist(), "low": float(low), "high": float(high)}


def mcnemar(b, c):
    """The formulas of Fagerland, Lydersen and Laake (2013), on SciPy's binomial distribution."""
    n, k = b + c, min(b, c)
    here = stats.binom.pmf(k, n, 0.5)
    p = stats.binomtest(k, n, 0.5).pvalue if n else 1.0
    mid = 1.0 if n == 0 else 1 - here / 2 if b == c else 2 * stats.binom.cdf(k - 1, n, 0.5) + here
    return {"firstOnly": b, "secondOnly": c, "p": float(p), "midP": float(mid)}


def wilcoxon(name, differences):
    differences = numpy.asarray(differences, float)
    sizes = [abs(value) for value in differences if value != 0]
    method = "exact" if len(sizes) <= 25 and len(set(sizes)) == len(sizes) else "approx"
    untied = differences[differences != 0]
    tested = untied if method == "exact" else differences
    p = stats.wilcoxon(tested, correction=True, method=method).pvalue if len(sizes) else 1.0
    return {"name": name, "differences": differences.tolist(), "method": method, "p": float(p)}


def some_differences(name, seed, n, digits, shift):
    random = numpy.random.default_rng(seed)
    return wilcoxon(name, random.normal(shift, 1, n).round(digits))


def sign_flip(name, differences):
    """All 2 ** n signs where they are few; else every sum convolved one difference at a time."""
    differences = [int(value) for value in differences]
    told = [value for value in differences if value != 0]
    if len(told) == 0:
        p = 1.0
    elif len(told) <= 14:
        p = stats.permutation_test(
            (numpy.asarray(told),), numpy.sum, permutation_type="samples", n_resamples=numpy.inf, vectorized=False
        ).pvalue
    else:
        ways = {0: 1}
        for value in told:
            after = {}
            for total, count in ways.items():
                for signed in (total + value, total - value):
                    after[signed] = after.get(signed, 0) + count
            ways = after
        far = sum(count for total, count in ways.items() if abs(total) >= abs(sum(told)))
        p = far / 2 ** len(told)
    return {"name": name, "differences": differences, "p": float(p)}


def some_flips(name, seed, n, most, shift):
    random = numpy.random.default_rng(seed)
    return sign_flip(name, numpy.clip(random.normal(shift, most / 2, n).round(), -most, most))


def holm(ps):
    """Holm (1979): the k-th smallest of m times m - k + 1, never less than the one before."""
    m = len(ps)
    order = sorted(range(m), key=lambda i: ps[i])
    corrected = [0.0] * m
    for rank, i in enumerate(order):
        corrected[i] = min(1.0, max(ps[j] * (m - place) for place, j in enumerate(order[: rank + 1])))
    return {"ps": ps, "corrected": corrected}


def evenness(counts):
    test = stats.chisquare(counts)
    return {"counts": counts, "chiSquare": float(test.statistic), "df": len(counts) - 1, "p": float(test.pvalue)}


def orders(name, seed, items, k, labels, stay, silent):
    """Answers of items in k orders; an answer is a label, or "-" for none. Options are turned by one place each time."""
    rng = numpy.random.default_rng(seed)
    rows = []
    for _ in range(items):
        start = rng.permutation(labels).tolist()
        truth = str(rng.choice(labels))
        favourite = truth if rng.random() < 0.6 else str(rng.choice(labels))
        shown = [start[r % len(labels) :] + start[: r % len(labels)] for r in range(k)]
        said = []
        for order in shown:
            pick = favourite if rng.random() < stay else order[0]
            said.append("-" if rng.random() < silent else pick)
        rows.append({"truth": truth, "shown": shown, "said": said})
    answered = [[a for a in row["said"] if a != "-"] for row in rows]
    enough = [a for a in answered if len(a) >= 2]
    # Pairs one by one, where the code counts equal answers.
    pair_shares = [
        float(numpy.mean([x != y for x, y in itertools.combinations(a, 2)])) for a in enough
    ]
    places = [row["shown"][r].index(a) for row in rows for r, a in enumerate(row["said"]) if a != "-"]
    chosen = numpy.bincount(places, minlength=len(labels)).tolist()
    return {
        "name": name,
        "labels": labels,
        "rows": rows,
        "flipRate": float(numpy.mean([len(set(a)) > 1 for a in enough])),
        "pairFlipRate": float(numpy.mean(pair_shares)),
        "accuracyEachOrder": [
            float(metrics.accuracy_score([row["truth"] for row in rows], [row["said"][r] for row in rows])) for r in range(k)
        ],
        "accuracyAllOrders": float(numpy.mean([set(row["said"]) == {row["truth"]} for row in rows])),
        "chosen": chosen,
        "pValue": float(stats.chisquare(chosen).pvalue),
    }


document = {
    "versions": {"numpy": numpy.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__},
    "classes": [
        some_classes("six emotions", 1, 300),
        some_classes("all answered", 2, 200, silent=0),
        some_classes("hardly answered", 3, 120, silent=0.9, skill=0.05),
        some_classes("worse than chance", 4, 150, skill=0),
        some_classes("yes or no", 5, 90, labels=["yes", "no"]),
        some_classes("two labels never true", 6, 100, truths=["happy", "sad", "angry", "surprise"]),
        some_classes("one label alone is true", 7, 40, truths=["worry"]),
        some_classes("few", 8, 5),
        classes("a label in neither list", EMOTIONS, ["happy", "sad", "happy"], ["happy", "happy", "refused"]),
        classes("always neutral", EMOTIONS, EMOTIONS * 5, ["neutral"] * 30),
        classes("nobody answers", EMOTIONS, ["happy", "sad", "sad"], ["refused", "failed", "failed"]),
        classes("one right answer", EMOTIONS, ["sad"], ["sad"]),
        classes("one wrong answer", EMOTIONS, ["sad"], ["happy"]),
    ],
    "numbers": [
        some_numbers("no ties", 11, 200, 0.5, (6, 6)),
        some_numbers("whole answers", 12, 300, 0.7, (2, 0)),
        some_numbers("ties on both sides", 13, 250, 1.0, (0, 0)),
        some_numbers("unrelated", 14, 100, 50, (2, 2)),
        some_numbers("far from zero", 15, 80, 3e-3, (4, 4), 1e6, 1e6 + 1),
        some_numbers("three", 16, 3, 1, (2, 2)),
        some_numbers("four, tied", 17, 4, 2, (0, 0)),
        numbers("full agreement", [1, 2, 3, 4], [1, 2, 3, 4]),
        numbers("the other way round", [1, 2, 3, 4, 5], [5, 4, 3, 2, 1]),
        numbers("one answer for all", [1, 2, 3, 4], [0.1, 0.1, 0.1, 0.1]),
        numbers("one truth for all", [0.3, 0.3, 0.3], [1, 2, 3]),
        numbers("two", [1, 2], [2, 5]),
        numbers("one", [1.5], [4]),
        numbers("none", [], []),
        numbers("monotone, not straight", [1, 2, 3, 4, 5, 6], [1, 2, 4, 8, 16, 32]),
        numbers("ties on one side", [1, 1, 1, 2, 2, 3], [3, 1, 2, 5, 4, 6]),
    ],
    "wilson": [wilson(k, n) for k, n in [(0, 1), (1, 1), (0, 10), (10, 10), (3, 7), (50, 100), (1, 7145), (7144, 7145), (4000, 7145)]],
    "normalTail": [{"z": z, "p": float(stats.norm.sf(z))} for z in [0, 1e-9, 0.3, 1, 1.96, 2.999, 3, 3.001, 5, 8, 20, 37, -1, -4]],
    "mcNemar": [
        mcnemar(b, c)
        for b, c in [(0, 0), (0, 1), (1, 1), (0, 5), (3, 9), (9, 3), (10, 10), (40, 61), (700, 900), (1500, 1500), (100, 2000)]
    ],
    "wilcoxon": [
        some_differences("few, exact", 31, 8, 6, 0.5),
        some_differences("25, exact", 32, 25, 6, 0.3),
        some_differences("26, normal", 33, 26, 6, 0.3),
        some_differences("tied, with zeros", 34, 200, 0, 0.2),
        some_differences("few and tied", 35, 12, 0, 0.4),
        some_differences("many, far apart", 36, 500, 2, 0.8),
        wilcoxon("zeros dropped, exact", [0, 0, 0.5, -0.25, 1.5, 2, 3]),
        wilcoxon("as much either way", [1, -1, 2, -2]),
        wilcoxon("one", [0.5]),
        wilcoxon("none differs", [0, 0, 0]),
        wilcoxon("all one way", list(range(1, 11))),
    ],
    "signFlip": [
        some_flips("few", 41, 12, 3, 0.6),
        some_flips("three models", 42, 300, 3, 0.2),
        some_flips("five models, no difference", 43, 400, 5, 0),
        some_flips("one model", 44, 90, 1, 0.3),
        sign_flip("none differs", [0, 0]),
        sign_flip("two", [2, 1]),
        sign_flip("either way alike", [1, -1, 3, -3]),
    ],
    "holm": [holm([0.01, 0.04, 0.03, 0.005]), holm([0.5, 0.6, 0.2]), holm([0.02, 0.02, 0.02]), holm([0.9]), holm([])],
    "evenness": [
        evenness(counts)
        for counts in [[5, 5], [1, 0], [3, 9], [10, 12, 14], [100, 80, 95, 125], [1, 2, 3, 4, 5, 6], [700, 20, 3, 1], [1, 0, 0, 0, 0, 0, 0, 0]]
    ],
    "chiSquareTail": [
        {"x": x, "df": df, "p": float(stats.chi2.sf(x, df))}
        for df in [1, 2, 3, 4, 5, 6, 7, 12, 25]
        for x in [0, 1e-6, 0.5, 1, 3.84, 10, 40, 150]
    ],
    "orders": [
        orders("three of three", 51, 40, 3, ["happy", "sad", "worry"], 0.6, 0.1),
        orders("six of six, steady", 52, 30, 6, EMOTIONS, 0.97, 0.0),
        orders("two of six", 53, 60, 2, EMOTIONS, 0.3, 0.3),
        orders("yes and no", 54, 50, 2, ["yes", "no"], 0.5, 0.05),
    ],
    "quantiles": [quantiles(21, 1000), quantiles(22, 7), quantiles(23, 1)],
}
print(json.dumps(document))
