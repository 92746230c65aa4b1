/** What one bench reports: plain figures, the unit at the end of each name. */
export type BenchFigures = Record<string, number | string>;
