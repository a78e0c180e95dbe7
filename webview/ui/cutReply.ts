/** A reply cut at what the answer reader used; `used` is empty when it used nothing that can be pointed at. */
export function cutReply(
  reply: string,
  span: readonly [number, number] | undefined,
): { readonly before: string; readonly used: string; readonly after: string } {
  const [start, end] = span ?? [0, 0];
  const sound = start >= 0 && end > start && end <= reply.length;
  if (!sound) return { before: reply, used: '', after: '' };
  return { before: reply.slice(0, start), used: reply.slice(start, end), after: reply.slice(end) };
}
