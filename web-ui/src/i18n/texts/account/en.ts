const texts = {
  login: 'Log in',
  name: 'Name',
  displayName: 'Name as others see it',
  password: 'Password',
  passwordHelp: 'At least 12 characters.',
  welcome: 'Welcome to Azulejo',
  aboutInvitation: 'Choose a name and a password for your account.',
  make: 'Make the account',
  newPassword: 'A new password',
  aboutReset: 'Other logins of this account end.',
  set: 'Set the password',
  aboutProvider: 'Log in with the account that you have at your login provider.',
  problems: {
    'login-not-allowed': 'You may not use this server. Ask whoever runs it.',
    'claim-missing': 'The login provider does not say who you are. Ask whoever runs this server.',
    'switched-off': 'Your account here is switched off. Ask an administrator.',
    'login-refused': 'The login provider did not let you in.',
    'login-stale': 'This login was begun in another browser, or too long ago. Log in again.',
    'login-not-valid': 'What the login provider said of you is out of date, or not for this login. Log in again.',
    'provider-unreachable': 'The login provider does not answer. Try again later.',
    'provider-failed': 'The login provider answered with an error. Try again later.',
    other: 'The login came to nothing. Log in again.',
  },
};

export default texts;
