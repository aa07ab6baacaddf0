import { expect, test } from "vitest";
import { elapsed, relative } from "../times";

const now = new Date("2020-02-13T10:00:00+08:00");
const before = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);

test.each([
  [0, "现在", "now"],
  [44, "现在", "now"],
  [180, "3分钟前", "3 minutes ago"],
  [3 * 3600, "3小时前", "3 hours ago"],
  [24 * 3600, "昨天", "yesterday"],
  [-3600, "1小时后", "in 1 hour"],
])("%i seconds ago is said as people say it", (seconds, zh, en) => {
  expect(relative(before(seconds), now, "zh-hans")).toBe(zh);
  expect(relative(before(seconds), now, "en")).toBe(en);
});

test("a time more than a week away is left exact", () => {
  expect(relative(before(8 * 86_400), now, "en")).toBeNull();
});

test("the clock shows days only once there are some, and never runs backwards", () => {
  expect(elapsed(before(3 * 3600 + 22 * 60 + 9), now, "en")).toBe("03:22:09");
  expect(elapsed(before(12 * 86_400 + 61), now, "zh-hans")).toBe("12天 00:01:01");
  expect(elapsed(before(-5), now, "en")).toBe("00:00:00");
});
