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
  aboutProvider: '请使用你在登录服务中的账户登录。',
  problems: {
    'login-not-allowed': '你无权使用此服务器。请联系运营者。',
    'claim-missing': '登录服务没有说明你是谁。请联系此服务器的运营者。',
    'switched-off': '你在此处的账户已停用。请联系管理员。',
    'login-refused': '登录服务未允许你登录。',
    'login-stale': '此次登录是在另一个浏览器中开始的，或已过期。请重新登录。',
    'login-not-valid': '登录服务提供的信息已过期，或不属于此次登录。请重新登录。',
    'provider-unreachable': '登录服务没有响应。请稍后再试。',
    'provider-failed': '登录服务返回了错误。请稍后再试。',
    other: '登录未成功。请重新登录。',
  },
};

export default texts;
