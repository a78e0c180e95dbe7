/** The seven classes of the expression network, in the order of its outputs, by the names its authors gave them. */
export const expressionClasses = ['neutral', 'happy', 'sad', 'angry', 'fearful', 'disgusted', 'surprised'] as const;

/** One of {@link expressionClasses}. */
export type ExpressionClass = (typeof expressionClasses)[number];

/** Probability of each class, 0 to 1, summing to 1. */
export type ExpressionScores = Readonly<Record<ExpressionClass, number>>;
