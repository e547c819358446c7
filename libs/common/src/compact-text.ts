/** What keyboards, chats and spreadsheets put between characters unseen: blanks, zero-width and direction marks. */
const INVISIBLE = /[\s\p{Cf}]/gu;

/** Numbers, codes and names as they are meant: full-width characters as plain ones, without blanks and invisible marks. */
export function compactText(text: string): string {
  return text.normalize('NFKC').replaceAll(INVISIBLE, '');
}
