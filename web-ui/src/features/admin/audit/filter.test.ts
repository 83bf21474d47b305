import { describe, expect, it } from 'vitest';
import { actions, areas, isKnown } from './actions';
import { NO_FILTER, queryOf } from './filter';

describe('what is asked of the audit log', () => {
  it('is only how much, where nothing is filtered', () => {
    expect(queryOf(NO_FILTER, null).toString()).toBe('limit=50');
  });

  it('reaches from the beginning of the first day to the end of the last one, by the clock here', () => {
    const query = queryOf({ ...NO_FILTER, from: '2027-02-28', to: '2027-02-28' }, null);
    expect(query.get('from')).toBe(new Date(2027, 1, 28).toISOString());
    expect(query.get('to')).toBe(new Date(2027, 2, 1).toISOString());
  });

  it('goes on before the last one, with the same filter', () => {
    const query = queryOf({ ...NO_FILTER, actor: 'a', action: 'user', result: 'refused' }, 'last');
    expect(Object.fromEntries(query)).toEqual({ limit: '50', actor: 'a', action: 'user', result: 'refused', before: 'last' });
  });
});

describe('the actions', () => {
  it('each belong to an area', () => {
    expect(actions.every((action) => areas.some((area) => action.startsWith(`${area}.`)))).toBe(true);
  });

  it('may be others than those that are known', () => {
    expect([isKnown('user.change'), isKnown('user')]).toEqual([true, false]);
  });
});
