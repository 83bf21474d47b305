import type { Texts } from '@/i18n';
import type en from './en';

const texts: Texts<typeof en> = {
  login: '登录',
  name: '用户名',
  displayName: '显示名称',
  password: '密码',
  passwordHelp: '至少 12 个字符。',
  welcome: '欢迎使用 Azulejo',
  aboutInvitation: '为你的账户选择用户名和密码。',
  make: '创建账户',
  newPassword: '新密码',
  aboutReset: '此账户的其他登录将会结束。',
  set: '设置密码',
};

export default texts;
