/** Ours, after the aim of the Multi-perspective Visual Projection in arXiv 2406.16442, which works inside a model. */
export const multiPerspectiveText = `You see one picture several times: first whole, then parts of it by themselves, namely the regions of the face, of the eyes and of the mouth.

{question}

Look at each view before you answer:
1. The whole picture: say how the person relates to the scene around them.
2. The face, the eyes and the mouth: say what each region shows.
3. Say what all views together tell, and which view decides where they disagree.

Then finish with one last line of exactly this form, with {form} in place of the dots:
ANSWER: ...`;
