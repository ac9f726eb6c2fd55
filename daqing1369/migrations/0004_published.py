"""Verdicts as tables: the published states, the views that unfold them for BI tools, and the count of API requests."""

import django.db.models.deletion
from django.db import migrations, models

# What a published state is made from. Its stamp is a sum over the rows' own texts, so that nothing is missed: no write
# past the services, no restore, no transaction that committed late.
SOURCES = (
    *("targets_area", "targets_plan", "targets_indicator", "targets_goal", "targets_areatarget", "targets_figure"),
    *("targets_node", "targets_outcome", "targets_outcomeofnode", "targets_goalofoutcome"),
    *("actions_action", "actions_task", "actions_taskreport", "actions_commitment", "actions_commitmentcount"),
    *("actions_actionofnode", "actions_goalofaction", "actions_taskofoutcome", "actions_commitmentofoutcome"),
)
# plpgsql, so that later migrations of these tables are free; as its owner, so that who reads the views needs no table.
STAMP = f"""
CREATE FUNCTION daqing1369_stamp() RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, public, pg_temp AS
$$
DECLARE name text; part text; found text := '';
BEGIN
  FOREACH name IN ARRAY ARRAY[{", ".join(f"'{name}'" for name in SOURCES)}] LOOP
    EXECUTE format('SELECT count(*) || ''.'' || coalesce(sum(hashtextextended(t::text, 0)), 0) FROM %I t', name) INTO part;
    found := found || part || ';';
  END LOOP;
  RETURN md5(found);
END
$$;
COMMENT ON FUNCTION daqing1369_stamp() IS 'Changes with any row that a published state is made from.';
"""

Column = tuple[str, str, str]  # name, expression over s (the state) and its unfolded parts, comment

SEEN: tuple[Column, ...] = (
    ("plan_year", "(s.content->>'year')::int", "year of the plan / 计划年度"),
    ("plan_area", "s.content->>'area'", "GB/T 2260 code of the plan's area / 区划代码"),
    ("as_of", "s.as_of", "first day of the month from whose end it is seen / 截至月份（当月 1 日）"),
    ("is_present", "(s.content->>'is_present')::boolean", "the month that the board shows by default / 是否为当前月"),
)
STATE: tuple[Column, ...] = (
    ("published_at", "s.published_at", "when it was computed / 发布时间"),
    (
        "is_current",
        "s.stamp = (SELECT daqing1369_stamp()) AND (s.valid_until IS NULL OR now() < s.valid_until)",
        "false: something changed since and is not in it yet / 是否为最新",
    ),
)
TITLE: tuple[Column, ...] = (
    ("goal", "g->>'slug'", "short name of the goal, as in addresses / 目标代码"),
    ("title", "g->>'title'", "name in Chinese / 目标名称"),
    ("title_en", "g->>'title_en'", "name in English / 英文名称"),
    ("direction", "g->>'direction'", "at_least or at_most / 方向"),
    ("unit", "g->>'unit'", "of the value / 单位"),
)


def numbers(row: str, *names: tuple[str, str]) -> tuple[Column, ...]:
    return tuple((name, f"({row}->>'{name}')::numeric", comment) for name, comment in names)


def texts(row: str, *names: tuple[str, str]) -> tuple[Column, ...]:
    return tuple((name, f"{row}->>'{name}'", comment) for name, comment in names)


def dates(row: str, *names: tuple[str, str]) -> tuple[Column, ...]:
    return tuple((name, f"({row}->>'{name}')::date", comment) for name, comment in names)


def part(row: str, whole: str, *names: tuple[str, str]) -> tuple[Column, ...]:
    return tuple((f"{whole}_{name}", f"({row}->'{whole}'->>'{name}')::numeric", comment) for name, comment in names)


STATUS = ("status", "the one lamp: out_of_reach, not_met, behind, not_evaluable, at_risk, no_data, too_early, on_track, "
          "secured, met / 状态")  # fmt: skip
TERM = (("start_on", "begins / 开始日期"), ("due_on", "due / 完成时限"))
GOALS = "jsonb_array_elements(s.content->'goals') g"
ACTIONS = "jsonb_array_elements(s.content->'actions') a"
# name of the view: comment, what is unfolded, columns
VIEWS: dict[str, tuple[str, str, tuple[Column, ...]]] = {
    "bi_goals": (
        "Each goal of each plan as of the end of each month of its year, as the board shows it. 数值目标逐月状态。",
        GOALS,
        (
            *TITLE,
            *numbers("g", ("target", "what is asked / 目标值"), ("value", "to date, rounded as shown / 累计值"),
                     ("value_exact", "to date, eight decimals / 累计值（八位小数）"),
                     ("numerator", "to date / 累计分子"), ("denominator", "to date / 累计分母"),
                     ("pace", "where the pace stands / 时序进度值")),
            *texts("g", STATUS, ("verdict", "open, met, not_met, not_evaluable / 年度结论"),
                   ("attainability", "secured, attainable, out_of_reach, unknown: by arithmetic / 可达性")),
            ("provisional", "(g->>'provisional')::boolean", "some figure may still change / 是否含初步数据"),
            *texts("g", ("data_through", "newest month with a figure, YYYY-MM / 数据截至月份")),
            ("required_kind", "g->'required'->>'kind'", "mean_of_rest or count_of_rest; null: nothing to say / 所需类型"),
            *part("g", "required", ("value", "what the rest must bring, to the safe side / 余期所需"),
                  ("over", "over so many units / 余期数量")),
            ("required_unit", "g->'required'->>'unit'", "of required_over / 余期单位"),
            *part("g", "budget", ("allowed", "shortfalls the target allows / 允许数"), ("used", "used / 已用"),
                  ("left", "left; negative once overspent / 剩余")),
            *part("g", "forecast", ("median", "forecast of the year's value / 年度预测中位数"),
                  ("low", "one year in ten ends below / 预测下限"), ("high", "one year in ten ends above / 预测上限"),
                  ("probability", "of meeting the target, 0 to 1 / 达标概率")),
            *texts("g", ("headline", "the sentence of the card, in Chinese / 一句话结论"),
                   ("headline_en", "the same in English / 英文结论")),
        ),
    ),
    "bi_goal_months": (
        "The months of each goal up to the as-of month. 数值目标各月数据。",
        f"{GOALS} CROSS JOIN LATERAL jsonb_array_elements(g->'months') m",
        (
            *TITLE,
            ("month", "(m->>'month' || '-01')::date", "first day of the month / 月份"),
            *numbers("m", ("value", "of the month by itself / 当月值"), ("cumulative", "of the year to the month / 累计值"),
                     ("numerator", "of the month / 分子"), ("denominator", "of the month / 分母")),
            *texts("m", ("review", "draft, submitted, returned, approved / 审核状态"),
                   ("origin", "computed, sample, entered, imported / 来源方式")),
            ("provisional", "(m->>'provisional')::boolean", "may still change / 是否初步数据"),
        ),
    ),
    "bi_areas": (
        "The part of each area in each goal that areas report. 各县区完成情况。",
        f"{GOALS} CROSS JOIN LATERAL jsonb_array_elements(g->'areas') d",
        (
            *TITLE,
            *texts("d", ("area", "GB/T 2260 code of the reporting area / 县区代码"),
                   ("name", "of the area, in Chinese / 县区名称"), ("name_en", "in English / 县区英文名称")),
            *numbers("d", ("value", "to date / 累计值"), ("numerator", "to date / 累计分子"),
                     ("denominator", "to date / 累计分母"), ("target", "of the area itself, where it has one / 县区目标")),
            ("is_met", "(d->>'is_met')::boolean", "its own target by the value to date / 是否达到县区目标"),
            *texts("d", ("data_through", "newest month with a figure, YYYY-MM / 数据截至月份"),
                   ("review", "the weakest of its figures / 审核状态")),
        ),
    ),
    "bi_actions": (
        "Each key action as of the end of each month. 重点行动状态。",
        ACTIONS,
        (
            *numbers("a", ("number", "in the plan / 序号")),
            *texts("a", ("name", "in Chinese / 行动名称"), ("name_en", "in English / 英文名称"), ("theme", "theme / 主题"),
                   ("owner", "responsible unit / 责任单位"), STATUS),
            *numbers("a", ("progress", "0 to 1 / 进度"), ("tasks", "how many / 任务数"), ("done", "tasks done / 已完成"),
                     ("late", "tasks late / 逾期")),
            *dates("a", ("next_due_on", "next deadline / 最近时限")),
        ),
    ),
    "bi_tasks": (
        "The tasks of the key actions. 重点行动任务。",
        f"{ACTIONS} CROSS JOIN LATERAL jsonb_array_elements(a->'task_list') t",
        (
            ("action", "(a->>'number')::numeric", "number of the action / 行动序号"),
            ("action_name", "a->>'name'", "in Chinese / 行动名称"),
            *numbers("t", ("number", "within the action / 任务序号")),
            *texts("t", ("title", "in Chinese / 任务"), ("title_en", "in English / 英文"), ("owner", "responsible / 责任单位"),
                   STATUS, ("state", "not_started, in_progress, done / 进展")),
            *numbers("t", ("progress", "per cent / 进度（%）"), ("days_late", "null where it is not late / 逾期天数")),
            *dates("t", *TERM, ("reported_on", "newest report / 最近填报日期")),
        ),
    ),
    "bi_commitments": (
        "The quantified commitments of the key actions. 量化承诺。",
        f"{ACTIONS} CROSS JOIN LATERAL jsonb_array_elements(a->'commitments') c",
        (
            ("action", "(a->>'number')::numeric", "number of the action / 行动序号"),
            ("action_name", "a->>'name'", "in Chinese / 行动名称"),
            *texts("c", ("slug", "short name / 代码"), ("title", "in Chinese / 承诺"), ("title_en", "in English / 英文"),
                   ("unit", "of target and done / 单位"), STATUS),
            *numbers("c", ("target", "promised / 承诺数"), ("done", "counted so far / 已完成数")),
            *dates("c", *TERM),
        ),
    ),
}  # fmt: skip


def view(name: str) -> str:
    comment, unfolded, own = VIEWS[name]
    columns = (*SEEN, *own, *STATE)
    listed = ",\n  ".join(f"{expression} AS {column}" for column, expression, _ in columns)
    said = "".join(f"COMMENT ON COLUMN {name}.{column} IS '{text.replace(chr(39), chr(39) * 2)}';\n" for column, _, text in columns)
    return (
        f"CREATE VIEW {name} AS SELECT\n  {listed}\nFROM daqing1369_publishedstate s CROSS JOIN LATERAL {unfolded};\n"
        f"COMMENT ON VIEW {name} IS '{comment}';\n{said}"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("daqing1369", "0003_snapshots"),
        ("targets", "0010_forecast_thresholds"),
        ("actions", "0005_no_truncation"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApiUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("client", models.CharField(max_length=40, unique=True)),
                ("minute", models.BigIntegerField(help_text="minutes since 1970")),
                ("requests", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "use of the read API",
                "verbose_name_plural": "uses of the read API",
                "ordering": ["client"],
            },
        ),
        migrations.CreateModel(
            name="PublishedState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("as_of", models.DateField(help_text="the month's first day")),
                ("content", models.JSONField()),
                ("stamp", models.CharField(max_length=32)),
                ("valid_until", models.DateTimeField(null=True)),
                ("published_at", models.DateTimeField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="targets.plan"
                    ),
                ),
            ],
            options={
                "verbose_name": "published state",
                "verbose_name_plural": "published states",
                "ordering": ["plan", "as_of"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "as_of"), name="published_once_per_plan_and_month"),
                    models.CheckConstraint(
                        condition=models.Q(("as_of__day", 1)), name="published_as_of_is_a_first_day"
                    ),
                ],
            },
        ),
        migrations.RunSQL(STAMP, "DROP FUNCTION daqing1369_stamp()"),
        migrations.RunSQL([view(name) for name in VIEWS], [f"DROP VIEW {name}" for name in VIEWS]),
    ]
