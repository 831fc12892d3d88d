/** Where the choice of theme is kept. */
export const themeKey = 'ocelli.theme';

/** Runs before the first paint, so that a dark page never flashes white. Its hash is part of the content-security policy. */
export const themeScript = `try{var t=localStorage.getItem('${themeKey}');document.documentElement.dataset.theme=t==='light'||t==='dark'?t:matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light'}catch(e){}`;
