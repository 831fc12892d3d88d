/** One measurement that `npm run bench` offers. */
export interface Bench {
  name: string;
  /** One line for the list: what is measured, against what. */
  what: string;
  run(say: (progress: string) => void, options: BenchOptions): Promise<BenchResult>;
}

export interface BenchOptions {
  /** Ask so many questions; all of them when absent. */
  questions?: number;
  /** Listen for so many minutes to each sound. */
  minutes?: number;
  /** Ask other questions than the usual ones. */
  list?: 'fresh';
}

export interface BenchResult {
  columns: string[];
  rows: (string | number)[][];
  /** What users were promised about it. */
  promises: Promised[];
  /** What a reader of the numbers must know. */
  notes?: string[];
}

export interface Promised {
  what: string;
  value: number;
  /** The value may be this large (`most`) or must be this large (`least`). */
  limit: { most: number } | { least: number };
  unit: string;
}

export function isKept({ value, limit }: Promised): boolean {
  return 'most' in limit ? value <= limit.most : value >= limit.least;
}
