"""The words around numbers: what is counted, what looks like a number and is none, and how exact it is."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Counted things, longest first where one begins another. Nouns stand here only where a measure begins them
# (支 of 支部), or where people drop the measure (124 乡镇).
_PEOPLE = "名 位 人 口 员"
_PER_TIMES = "人次 户次 车次 架次 班次 批次 剂次 例次 件次 场次 针次 人份 人天 人日"
_LONG = (
    "个月 个小时 个钟头 个星期 个百分点 个工作日 小时 分钟 秒钟 钟头 星期 平方米 平方公里 立方米 公里 公斤 千克 千米 "
    "毫升 厘米 毫米 公顷 公分 美元 港元 欧元 日元 英镑 支部 家庭 部门 个体户 人才 人员 人民 户籍 名单 位置 次数 条件 "
    "党员 党组织 村民 居民 群众 年级 号楼 号线 号院 号门 号文 号令 等奖 乡镇 街道 社区 周年 工作日 百分点 年代"
)
_SHORT = (
    "个 户 家 支 条 项 件 份 张 台 辆 架 艘 套 批 次 场 期 轮 遍 趟 回 所 处 片 块 间 栋 幢 座 层 只 头 匹 株 棵 颗 粒 "
    "枚 把 根 瓶 箱 包 袋 桶 盒 吨 克 斤 升 米 亩 元 角 分 年 月 天 日 周 秒 岁 倍 成 例 起 宗 桩 笔 本 册 部 篇 句 字 "
    "首 门 节 课 堂 班 组 队 对 双 副 群 伙 代 届 级 类 种 样 度 ℃ 点 票 席 床 剂 针 县 市 区 省 国 村 镇 乡 面 单元 室 "
    "楼 号 顶 扇 盏 方 道 路 时 套 % ‰"
)
MEASURES = tuple(sorted({*_PEOPLE.split(), *_PER_TIMES.split(), *_LONG.split(), *_SHORT.split()}, key=len))[
    ::-1
]
# After 一 alone only these make a count; 一线, 一面, 一组 … are usually something else.
SURE_MEASURES = frozenset(
    _words(
        "个 名 位 人 户 家 支 项 件 份 台 辆 次 场 条 天 年 个月 小时 个小时 分钟 元 所 座 张 间 套 只 枚 瓶 箱 袋 盒 吨 亩 "
        "笔 人次 户次 周 岁 倍 成 例 栋"
    )
)
# After a bare 百, 千 or 万: 百名专家 is a hundred, 万水千山 is no number.
BARE_MEASURES = frozenset(
    _words(
        "名 位 人 个 户 家 元 吨 亩 件 份 次 人次 户次 公里 支 辆 台 套 所 座 党员 群众 村民 居民 人员 人才 米 斤 公斤 条 项"
    )
)
ORDINAL_MEASURES = frozenset(_words("号 号楼 号线 号院 号门 号文 号令 级 年级 等奖 届 室 楼 单元 年代 路"))
MONEY = {"元": "元", "yuan": "元", "rmb": "元", "cny": "元", "美元": "美元", "dollar": "美元", "usd": "美元"}
MONEY |= {
    "us dollar": "美元",
    "港元": "港元",
    "欧元": "欧元",
    "euro": "欧元",
    "日元": "日元",
    "英镑": "英镑",
    "pound": "英镑",
}
PERCENT = frozenset({"%", "percent", "个百分点", "百分点", "percentage point"})
CURRENCIES = {"¥": "元", "RMB": "元", "CNY": "元", "人民币": "元", "US$": "美元", "USD": "美元", "$": "美元"}
CURRENCIES |= {"HK$": "港元", "€": "欧元", "EUR": "欧元", "£": "英镑"}

ENGLISH_UNITS = _words(
    "units? members? people persons? zones? teams? homes? households? branches branch organi[sz]ations? "
    "committees? volunteers? residents? yuan dollars? euros? pounds? hours? days? weeks? months? years? minutes? "
    "visits? times person-times km kg kilomet(?:re|er)s? met(?:re|er)s? tonnes? tons? masks? compounds? "
    "communities community villages? townships? counties county cities city cadres? doctors? nurses? workers? "
    "groups? measures? documents? notices? applicants? applications? beds? cases? posts? shifts? firms? companies "
    "company calls? percent buildings? families family rooms? boxes sets? litres? liters? gifts? donations? "
    "donors? requests? issues? findings? officers? leaders? secretaries offers? tasks? rounds? directives?"
)

# Not counts although they begin with a numeral (and often a measure).
IDIOMS = _words(
    "一线 一定 一起 一切 一些 一样 一直 一般 一致 一律 一同 一道 一把手 一点 一部分 一次性 一体 一方面 一批 一番 一阵 一时 "
    "一度 一带 一路 一手 一心 一流 一共 一贯 一旦 一边 一向 一再 一经 一级 一早 一生 一家人 一家亲 一分为二 一本正经 一口气 "
    "一步 一席之地 一针见血 一份子 一系列 一揽子 一条心 一条龙 一盘棋 一张网 一股绳 一日三餐 一门心思 一年一度 一年四季 "
    "一天到晚 一句话 一窝蜂 一户一 一人一 一企一 一村一 一事一 一对一 一个一 一个个 一名名 一件件 一次次 一项项 一条条 "
    "一户户 一家家 一座座 一张张 一支支 一份份 一天天 一年年 一举 一概 一味 一旁 一端 一会儿 一下 一成不变 一家一户 一点一滴 "
    "一心一意 一清二楚 一五一十 一元化 一元论 一人得道 一周岁 两新 两手 两岸 两会 两地 两侧 两旁 两边 两级 两位数 两次三番 "
    "两全 两学一做 两点论 两面派 两面性 两头 两不愁 两代表一委员 三农 三天两头 三心二意 三令五申 三番五次 三言两语 三头六臂 "
    "三个代表 三班倒 三位一体 三台县 三门峡 三元区 三元里 三元桥 三级 三次产业 三步走 三人行 三下乡 三支一扶 三军 三维 "
    "三会一课 三严三实 三五成群 四面八方 四通八达 四季 四位一体 四级 五位一体 五星 五台山 五湖四海 五花八门 五颜六色 "
    "五个一 五级书记 五级 五一 六一 七一 八一 六神 六盘水 六稳 六保 七上八下 七嘴八舌 七台河 八方 八面玲珑 八项规定 "
    "九牛一毛 九台区 九死一生 九三学社 九年义务教育 十全十美 十字 十万火急 十万八千里 十佳 十里 十指 十有八九 百姓 百般 "
    "百家争鸣 百家姓 百年大计 百年不遇 百年 百货 百科 百日 百战百胜 百折不挠 百里 百花 百业 百步穿杨 百感交集 百忙 百倍 "
    "百闻 千方百计 千家万户 千言万语 千军万马 千头万绪 千辛万苦 千里 千年 千古 千秋 千山万水 千载难逢 千钧一发 千篇一律 "
    "千差万别 千变万化 千真万确 千斤顶 千瓦 千禧 千人计划 万众一心 万一 万分 万万 万里 万户 万家 万岁 万物 万象 万事 "
    "万无一失 万能 万全 万不得已 万紫千红 万水千山 万人空巷 万人坑 万有引力 万年 千千万万 万元户 万变不离 二次元 二级 "
    "三百六十行 三百六十度 二百五 八百壮士 四个现代化 十一届 三十而立 一百八十度 一国两制 九一八 一二九 三八妇女节 "
    "十分(?![钟之]) 千万(?=[要别不莫记注]) 第一时间 第一线 第一责任人 第一书记 第一梯队 第三方 第二课堂 第一要务 第一现场"
)
NOT_BEFORE_ONE = frozenset("统唯单同专逐归划每某任另这那哪上前首末头周其不合之进")
NOT_BEFORE_CHINESE = frozenset("期周拜初第")
LUNAR = frozenset({"大年", "正月", "腊月", "农历"})
# Numbers of points in a policy: they say how a text is laid out, not what happened.
CLAUSES = (
    "个(?:作用|意识|自信|维护|方面|全面|专项|统一|坚持|关键|环节|确保|到位|不放过|结合|转变|突出|必须|重点|严禁|带头|一律|阶段)"
    "|条(?:措施|意见|建议|规定|要求|禁令|红线|战线|政策|举措|硬措施)|项(?:措施|要求|机制|制度|原则|纪律|举措|规定|职责)"
    "|点(?:要求|意见|建议|希望|体会|经验|做法)|大(?:任务|举措|行动|工程|体系|战役|作用|原则|机制|措施)"
)
IDENTIFIED_BY = (
    "(?:电话|热线|手机|邮编|编号|编码|代码|号码|证号|尾号|账号|帐号|卡号|拨打|致电|拨通|微信|房号|车牌)"
    "(?:号|号码)?[:为是 ]{0,2}$"
)
IDENTIFIES = "(?:服务|市长|政务)?(?:热线|专线|平台|客服)"

BEFORE_CHINESE = (
    ("at_most", "不超过|不超出|未超过|没有超过|至多|最多|不多于|不高于|不大于|不逾"),
    ("at_least", "至少|最少|起码|不少于|不低于|不下于|不下|不小于"),
    ("over", "超过|超出|(?<![赶高])超|突破|逾|多于|高于|大于|不止"),
    ("under", "不足|不到|不满|未满|未到|未达|少于|低于|小于|不够"),
    ("nearly", "将近|接近|几近|逼近"),
    ("recent", "(?<![最附邻就远靠临])近"),
    ("about", "大约|约莫|(?<![节预签违条合公制])约|大概|大致|差不多|估计"),
)
BEFORE_ENGLISH = (
    ("at_least", "at least|no fewer than|not fewer than|no less than|not less than|a minimum of|≥"),
    ("at_most", "at most|up to|no more than|not more than|a maximum of|not exceeding|≤"),
    (
        "over",
        "over|more than|above|exceed(?:ing|s|ed)?|in excess of|upwards? of|just over|well over|greater than|>",
    ),
    ("under", "under|less than|fewer than|below|<"),
    ("nearly", "nearly|almost|close to|just under|approaching|not quite"),
    ("about", r"about|around|approximately|approx\.?|roughly|some|circa|ca\.|an estimated|estimated|[~≈]"),
)
AFTER = (
    ("about", "左右|上下|光景|许(?!多|可)|or so"),
    ("at_least", r"及?以上|起步|or more|and (?:above|over|more)|plus\b|\+(?![0-9])"),
    ("at_most", "及?以下|以内|之内|or (?:fewer|less)"),
    ("over", "开外"),
    ("odd", "有余|余(?![下留震])|多(?![么数样种久])|odd\b"),
)
