import type { Texts } from '@/i18n';
import type en from './en';

const texts: Texts<typeof en> = {
  title: '审计日志',
  about: '谁在何时、从何处做了什么，结果如何。其中没有人们所写的内容，也没有机密。记录只增不改。',
  none: '没有此类操作。',
  at: '时间',
  who: '操作者',
  nobody: '未登录',
  deletedAccount: '已删除的账户',
  action: '操作',
  subject: '对象',
  result: '结果',
  details: '详情',
  detailsOf: '详情：{{action}}，{{at}}',
  more: '更早的记录',
  filter: '筛选',
  person: '用户',
  anyAction: '全部',
  anyResult: '所有结果',
  from: '从',
  to: '到',
  clear: '清除筛选',
  identifier: '日志中的名称',
  detail: '更多',
  address: '地址',
  status: '状态码',
  key: 'API 密钥',
  event: '记录',
  all: '“{{area}}”的全部',
  results: {
    done: '完成',
    refused: '被拒绝',
    failed: '失败',
  },
  areas: {
    backend: '后端',
    conversation: '对话',
    deployment: '部署',
    group: '组',
    invitation: '邀请',
    key: 'API 密钥',
    model: '模型',
    password: '密码',
    quota: '限额',
    session: '登录',
    share: '分享链接',
    user: '账户',
  },
  actions: {
    backend: {
      create: '添加后端',
      change: '更改后端',
      delete: '删除后端',
      load: '加载后端',
      unload: '卸载后端',
    },
    conversation: {
      delete: '删除对话',
      export: '导出对话',
      import: '导入对话',
    },
    deployment: {
      create: '添加部署',
      change: '更改部署',
      delete: '删除部署',
    },
    group: {
      create: '创建组',
      change: '修改组说明',
      delete: '删除组',
      'add-member': '添加成员',
      'remove-member': '移除成员',
    },
    invitation: {
      create: '创建邀请',
    },
    key: {
      create: '创建 API 密钥',
      revoke: '撤销 API 密钥',
    },
    model: {
      restrict: '限制模型',
      open: '向所有人开放模型',
    },
    password: {
      change: '更改密码',
      link: '创建密码链接',
      reset: '通过链接设置密码',
    },
    quota: {
      create: '设置限额',
      change: '更改限额',
      delete: '删除限额',
    },
    session: {
      login: '登录',
      logout: '退出',
    },
    share: {
      create: '分享链接',
      revoke: '结束分享链接',
    },
    user: {
      create: '创建账户',
      change: '更改账户',
      delete: '删除账户',
      export: '导出个人数据',
    },
  },
};

export default texts;
