const directionControls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A name with the characters that turn the writing direction spelt out, such as `[U+202E]`: they could make one name look
 * like another, in a tooltip or an accessible name too, where `<bdi>` has no say.
 */
export function visibleName(name: string): string {
  return name.replace(directionControls, (control) => {
    const code = control.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    return `[U+${code}]`;
  });
}
