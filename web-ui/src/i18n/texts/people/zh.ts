import type { Texts } from '@/i18n';
import type en from './en';

const texts: Texts<typeof en> = {
  users: {
    title: '用户',
    about: '在这里拥有账户的人。新用户会收到链接，自行选择用户名和密码。',
    invite: '邀请用户',
    name: '用户名',
    role: '角色',
    roleOf: '{{name}} 的角色',
    state: '可以登录',
    mayLogIn: '{{name}} 可以登录',
    enabled: '是',
    disabled: '否',
    since: '加入时间',
    actions: '操作',
    more: '更多用户',
    reset: '为 {{name}} 设置新密码',
  },
  roles: {
    user: '用户',
    admin: '管理员',
  },
  link: {
    link: '链接',
    make: '创建链接',
    once: '仅可使用一次，有效至 {{until}}。只显示这一次。',
    invitation: '打开链接的人可以创建账户。',
    reset: '打开链接的人可以设置该账户的密码，其他登录将会结束。',
  },
  usage: {
    title: '用量',
    about: '提问与计算的用量，以词元计。进行中的尚未计入。',
    by: '按',
    period: '时间段',
    days_one: '最近一天',
    days_other: '最近 {{count}} 天',
    each: {
      day: '日期',
      user: '用户',
      group: '组',
      model: '模型',
      key: 'API 密钥',
    },
    requests: '请求',
    promptTokens: '提示',
    pictureTokens: '其中图片',
    completionTokens: '回答',
    total: '词元',
    nobody: '无',
    none: '这段时间没有提问。',
    chart: '每日词元',
    chartIs: '最近 {{days}} 天每天的词元，最多 {{most}}。表格中有具体数字。',
    prompts: '提示',
    answers: '回答',
    most: '最多 {{most}}',
  },
};

export default texts;
