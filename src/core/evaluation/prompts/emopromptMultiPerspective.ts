/** Ours: the steps of `emoprompt.ts` over the views of `multiPerspective.ts`. */
export const emopromptMultiPerspectiveText = `You see one picture several times: first whole, then parts of it by themselves, namely the regions of the face, of the eyes and of the mouth.

{question}

Before you answer, work through these steps:
1. The whole picture: name the cues in posture and scene, and say how the person relates to the scene around them.
2. The face, the eyes and the mouth: name the cues that each region shows (brows, eyelids, gaze, cheeks, mouth).
3. Say what a person who shows these cues would most likely feel, and why, and which view decides where they disagree.
4. Take the two nearest answers and weigh them against each other: which cues speak for one, which for the other?
Rely on what is visible, not on what is usual.

Then finish with one last line of exactly this form, with {form} in place of the dots:
ANSWER: ...`;
