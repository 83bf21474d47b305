/** What the server writes into its audit log, by what it is done to. */
export const actions = [
  'backend.create',
  'backend.change',
  'backend.delete',
  'backend.load',
  'backend.unload',
  'conversation.delete',
  'conversation.export',
  'conversation.import',
  'deployment.create',
  'deployment.change',
  'deployment.delete',
  'group.create',
  'group.change',
  'group.delete',
  'group.add-member',
  'group.remove-member',
  'invitation.create',
  'key.create',
  'key.revoke',
  'model.restrict',
  'model.open',
  'password.change',
  'password.link',
  'password.reset',
  'quota.create',
  'quota.change',
  'quota.delete',
  'session.login',
  'session.logout',
  'share.create',
  'share.revoke',
  'user.create',
  'user.change',
  'user.delete',
  'user.export',
] as const;

export type Action = (typeof actions)[number];

type AreaOf<A> = A extends `${infer Area}.${string}` ? Area : never;
export type Area = AreaOf<Action>;

export const areas: readonly Area[] = ['backend', 'conversation', 'deployment', 'group', 'invitation', 'key', 'model', 'password', 'quota', 'session', 'share', 'user'];

export const actionsOf = (area: Area) => actions.filter((action) => action.startsWith(`${area}.`));

/** A newer server may do more than this page knows of. */
export const isKnown = (action: string): action is Action => actions.some((each) => each === action);
