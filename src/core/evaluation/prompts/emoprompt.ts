/** Ours, after the aim (not the text, which is not published) of EmoPrompt in arXiv 2406.16442. */
export const emopromptText = `{question}

Before you answer, work through these steps:
1. Name the cues that you can see: in the face (brows, eyelids, cheeks, mouth), in the gaze, in the posture, and in the scene.
2. Say what a person who shows these cues would most likely feel, and why.
3. Take the two nearest answers and weigh them against each other: which cues speak for one, which for the other?
Rely on what is visible, not on what is usual.

Then finish with one last line of exactly this form, with {form} in place of the dots:
ANSWER: ...`;
