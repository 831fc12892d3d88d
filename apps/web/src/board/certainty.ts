/** The agent words its doubt from the same bound. Below this calibrated probability a square is shown as "not sure". */
export const sureFrom = 0.85;

export const isUnsure = (p: number): boolean => p < sureFrom;
