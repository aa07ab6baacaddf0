"""The synthetic city as files in the layout that the import documents.

The column lists are that layout: the first row of each sheet or file is exactly this header. Text is UTF-8 with a byte
order mark (a spreadsheet then shows the Chinese); empty cells mean "none".
"""

UNIT_COLUMNS = (
    "组织代码",  # unique; see tree.py for how it is made
    "组织名称",
    "组织类别",  # 党委 党总支 党支部 联合党支部 党组 党工委 党小组
    "上级组织代码",  # empty for the city's committee only; a parent's row comes before its children's
    "属地组织代码",  # the second reporting line: the unit of the place where a sector's unit stands
    "层级",  # 市 区市县 乡镇(街道) 村(社区) 其他
    "条线",  # the sector; empty for the units of places
    "区划代码",  # the area that the unit answers for; empty for all others
    "成立日期",  # YYYY-MM-DD
)
PEOPLE_COLUMNS = (
    "姓名",
    "性别",  # 男 女
    "公民身份号码",
    "手机号码",
    "所在组织代码",  # always a branch or a joint branch
    "成员类别",  # 正式党员 预备党员
    "职务",  # 书记 副书记 委员 无
    "居住建筑编号",
    "居住单元",  # 1 … 单元数
    "楼层",  # 1 … 层数
    "房号",  # 1 … 每层户数: the door's place on its floor
    "技能",  # separated by 、
    "可参加",  # 是 否
    "照顾原因",  # empty, 年老 患病 孕期 照护家人
)
AREA_COLUMNS = (
    "区划代码",  # 12 digits
    "名称",
    "级别",  # 市 区市县 乡镇(街道) 村(社区)
    "上级代码",
    "城乡",  # 城镇 乡村
    "负责组织代码",
)
GRID_COLUMNS = (
    "网格代码",  # the community's 12 digits and 3 more
    "网格名称",
    "所属区划代码",
)
PREMISES_COLUMNS = (
    "小区编号",
    "小区名称",
    "所属区划代码",
    "类别",  # 小区 院落 村落 其他
)
BUILDING_COLUMNS = (
    "建筑编号",
    "建筑名称",
    "小区编号",
    "网格代码",
    "经度",
    "纬度",
    "单元数",  # stairwells
    "层数",  # floors of each
    "每层户数",  # homes on a floor of one stairwell
)
