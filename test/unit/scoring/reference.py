"""Writes reference.json: values of SciPy and scikit-learn, to test our scoring against.

Run with a Python that has both (Debian: python3-scipy, python3-sklearn):
    /usr/bin/python3 test/unit/scoring/reference.py > test/unit/scoring/reference.json
and then `npx prettier --write test/unit/scoring/reference.json`.
The data are made here from fixed seeds, and go into the file with the values.
"""

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
    "quantiles": [quantiles(21, 1000), quantiles(22, 7), quantiles(23, 1)],
}
print(json.dumps(document))
