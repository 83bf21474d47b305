import type { Texts } from '@/i18n';
import type en from './en';

const texts: Texts<typeof en> = {
  title: '我的账户',
  usage: {
    title: '用量',
    about: '您已使用的和可以使用的量。提示、回答和图片都以词元计；回答在结束时计入。',
    today: '今天',
    month: '本月',
    now: '现在',
    nowIs: '随时重新统计',
    resets: '{{in}}重新开始：{{at}}',
  },
  keys: {
    title: 'API 密钥',
    about: '您的程序可以用密钥以您的名义提问，受您的限额约束。请为每个程序各建一个，以便单独撤销。',
    new: '新建密钥',
    none: '还没有密钥。',
    name: '名称',
    nameHelp: '写明密钥的用途，便于辨认。',
    may: '权限',
    lastUsed: '上次使用',
    expires: '到期',
    made: '创建时间',
    actions: '操作',
    never: '从未',
    noEnd: '永不',
    expired: '已于 {{day}} 到期',
    inDays: '{{count}} 天后',
    onDay: '自选日期',
    lastDay: '最后一天',
    make: '创建密钥',
    madeTitle: '密钥“{{name}}”',
    key: '密钥',
    once: '请立即复制：只显示这一次。程序以“Authorization: Bearer KEY”发送它。',
    revoke: '撤销 {{name}}',
    revokeTitle: '撤销密钥“{{name}}”？',
    revokeText: '使用它的程序从现在起将被拒绝。此操作无法撤回。',
    revokeIt: '撤销',
    revoked: '密钥“{{name}}”已撤销。',
  },
  scopes: {
    read: '读取',
    chat: '提问',
    admin: '管理',
  },
  scopesHelp: {
    read: '查看模型、对话和回答。',
    chat: '除此之外，还可提问并更改您自己的内容。',
    admin: '管理员能做的一切。',
  },
};

export default texts;
