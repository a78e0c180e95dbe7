/** The containers of videos that EmoLens can tell apart by their first bytes. */
export type VideoContainer = 'mov' | 'matroska' | 'avi';

/**
 * The true container of a video by its first 64 bytes, whatever its name says; `undefined` for anything else. MP4, M4V and MOV are one
 * family (ISO/IEC 14496-12; Apple, "QuickTime File Format"), WebM and MKV another (RFC 8794), AVI is a RIFF.
 */
export function sniffVideo(head: Uint8Array): VideoContainer | undefined {
  const has = (offset: number, text: string) => [...text].every((c, i) => head[offset + i] === c.charCodeAt(0));
  if (has(0, '\x1a\x45\xdf\xa3')) return 'matroska';
  if (has(0, 'RIFF') && has(8, 'AVI ')) return 'avi';
  if (['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip'].some((box) => has(4, box))) return 'mov';
  return undefined;
}
