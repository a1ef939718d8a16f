/** What fitness is called where it stands among channels, in tables and in words: no channel may have this name. */
export const FITNESS = 'fitness';
