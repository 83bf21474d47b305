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
};

export default texts;
