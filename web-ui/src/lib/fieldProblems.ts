import { Problem } from '@/api/http';

/** Divides what is wrong with a form among its fields: what stands at one of them, and what at none. */
export function fieldProblems(error: Error | null, fields: readonly string[]) {
  const field = error instanceof Problem && error.parameter !== undefined && fields.includes(error.parameter) ? error.parameter : null;
  return {
    at: (name: string) => (name === field ? error?.message : undefined),
    elsewhere: error === null || field !== null ? null : error.message,
  };
}
