/** A stand-in for a portrait: a face whose mouth and brows follow the label, as the address of a drawing. */
export function fakeFace({ label, index }: { readonly label: string; readonly index: number }): string {
  const hue = (index * 47) % 360;
  const skin = `hsl(${20 + ((index * 7) % 20)} 45% ${45 + ((index * 13) % 35)}%)`;
  const tall = index % 5 === 0;
  const height = tall ? 320 : 240;
  const mouths: Readonly<Record<string, string>> = {
    happy: 'M85 165 Q120 205 155 165 Z',
    sad: 'M88 182 Q120 155 152 182',
    angry: 'M90 176 L150 176',
    surprise: 'M108 175 a12 16 0 1 0 24 0 a12 16 0 1 0 -24 0',
    worry: 'M90 178 q10 -10 20 0 t20 0 t20 0',
    neutral: 'M92 174 L148 174',
  };
  const tilt = label === 'angry' ? 12 : label === 'sad' || label === 'worry' ? -12 : 0;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="${height}" viewBox="0 0 240 ${height}">
<rect width="240" height="${height}" fill="hsl(${hue} 30% 62%)"/><ellipse cx="120" cy="100" rx="84" ry="86" fill="hsl(${hue + 160} 35% 22%)"/>
<path d="M30 ${height} Q120 190 210 ${height} Z" fill="hsl(${hue + 90} 35% 38%)"/><ellipse cx="120" cy="125" rx="66" ry="82" fill="${skin}"/>
<g stroke="#222" stroke-width="6" stroke-linecap="round" fill="none"><path d="M78 92 L106 ${92 + tilt}"/><path d="M162 92 L134 ${92 + tilt}"/></g>
<circle cx="93" cy="116" r="8" fill="#222"/><circle cx="147" cy="116" r="8" fill="#222"/>
<path d="${mouths[label] ?? mouths['neutral']}" stroke="#7a2222" stroke-width="6" fill="${label === 'happy' || label === 'surprise' ? '#7a2222' : 'none'}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
