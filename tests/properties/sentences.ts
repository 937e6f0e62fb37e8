/** Whether a text is what a message is: it says something, ends, and holds nothing that a program made of no value. */
export const isSentence = (text: string): boolean =>
  /\S{2}/.test(text) && /[.!?)"'`]\s*$/.test(text);
