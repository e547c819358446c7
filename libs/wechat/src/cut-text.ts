/** At most `max` characters by any way of counting them, and none cut in half. */
export function cutText(text: string, max: number): string {
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > max) break;
    kept += character;
  }
  return kept;
}
