import type { Texts } from '@/i18n';
import type en from './en';

const texts: Texts<typeof en> = {
  title: '分享这个对话',
  about: '拥有链接的人无需登录即可看到它现在的样子和其中的图片。之后写的内容不会显示。',
  ends: '链接失效时间',
  never: '由你停用时',
  after_one: '{{count}} 天后',
  after_other: '{{count}} 天后',
  make: '创建链接',
  link: '链接',
  once: '请保存好：它只显示这一次。',
  copy: '复制链接',
  links: '指向此对话的链接',
  since: '创建于 {{day}}',
  forever: '直到你停用',
  until: '有效至 {{day}}',
  end: '停用 {{day}} 创建的链接',
  ended: '该链接已失效。',
  none: '你还没有分享过内容。',
  all: '分享的链接',
  shared: '按 {{day}} 的内容分享',
  gone: '这个链接已失效。',
  goneHint: '它可能已被停用，或者链接不完整。',
  archive: {
    title: '导出与导入',
    export: '导出',
    exportHelp: '一个包含你所有对话及其图片的文件，可在此处或其他服务器上导入。',
    exportAll: '全部导出',
    import: '导入',
    importHelp: '导出的文件，或单个对话的 JSON。已有的内容保持不变。',
    choose: '选择文件…',
    sending: '{{name}}：已发送 {{percent}} %',
    reading: '正在读取 {{name}}…',
    imported_one: '已导入 {{count}} 个对话',
    imported_other: '已导入 {{count}} 个对话',
    skipped: '{{count}} 个已存在',
    failed: '{{name}} 未导入：{{reason}}',
  },
};

export default texts;
