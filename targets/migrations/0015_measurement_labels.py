"""Names of what is set and decided about measurements, as the administration shows them. No SQL."""

import django.db.models.deletion
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("targets", "0014_new_year"),
    ]

    operations = [
        migrations.AlterField(
            model_name="background",
            name="document",
            field=models.CharField(max_length=300, verbose_name="document"),
        ),
        migrations.AlterField(
            model_name="background",
            name="from_month",
            field=models.DateField(help_text="any day of the month; its first is kept", verbose_name="from month"),
        ),
        migrations.AlterField(
            model_name="background",
            name="grounds",
            field=models.CharField(max_length=500, verbose_name="grounds"),
        ),
        migrations.AlterField(
            model_name="background",
            name="items",
            field=models.JSONField(default=list, verbose_name="items"),
        ),
        migrations.AlterField(
            model_name="background",
            name="section",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="backgrounds",
                to="targets.section",
                verbose_name="section",
            ),
        ),
        migrations.AlterField(
            model_name="background",
            name="until_month",
            field=models.DateField(
                blank=True,
                help_text="that month included; blank: until it is withdrawn",
                null=True,
                verbose_name="until month",
            ),
        ),
        migrations.AlterField(
            model_name="background",
            name="withdrawn",
            field=models.BooleanField(default=False, verbose_name="withdrawn"),
        ),
        migrations.AlterField(
            model_name="backgroundevent",
            name="document",
            field=models.CharField(max_length=300, verbose_name="document"),
        ),
        migrations.AlterField(
            model_name="backgroundevent",
            name="from_month",
            field=models.DateField(help_text="any day of the month; its first is kept", verbose_name="from month"),
        ),
        migrations.AlterField(
            model_name="backgroundevent",
            name="grounds",
            field=models.CharField(max_length=500, verbose_name="grounds"),
        ),
        migrations.AlterField(
            model_name="backgroundevent",
            name="items",
            field=models.JSONField(default=list, verbose_name="items"),
        ),
        migrations.AlterField(
            model_name="backgroundevent",
            name="section",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="targets.section",
                verbose_name="section",
            ),
        ),
        migrations.AlterField(
            model_name="backgroundevent",
            name="until_month",
            field=models.DateField(
                blank=True,
                help_text="that month included; blank: until it is withdrawn",
                null=True,
                verbose_name="until month",
            ),
        ),
        migrations.AlterField(
            model_name="backgroundevent",
            name="withdrawn",
            field=models.BooleanField(default=False, verbose_name="withdrawn"),
        ),
        migrations.AlterField(
            model_name="city",
            name="area",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="city",
                to="targets.area",
                verbose_name="area",
            ),
        ),
        migrations.AlterField(
            model_name="city",
            name="confirmed",
            field=models.BooleanField(default=True, verbose_name="confirmed"),
        ),
        migrations.AlterField(
            model_name="city",
            name="min_eight_hour_means",
            field=models.PositiveSmallIntegerField(
                default=14,
                help_text="valid 8-hour means that the day's highest ozone mean needs",
                verbose_name="valid 8-hour means",
            ),
        ),
        migrations.AlterField(
            model_name="city",
            name="name",
            field=models.CharField(max_length=50, unique=True, verbose_name="name"),
        ),
        migrations.AlterField(
            model_name="city",
            name="station_share",
            field=models.DecimalField(
                decimal_places=2,
                default=Decimal("0.75"),
                help_text="share of the city's stations that a valid day needs",
                max_digits=3,
                verbose_name="share of stations",
            ),
        ),
        migrations.AlterField(
            model_name="cityevent",
            name="area",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="targets.area",
                verbose_name="area",
            ),
        ),
        migrations.AlterField(
            model_name="cityevent",
            name="confirmed",
            field=models.BooleanField(default=True, verbose_name="confirmed"),
        ),
        migrations.AlterField(
            model_name="cityevent",
            name="min_eight_hour_means",
            field=models.PositiveSmallIntegerField(
                default=14,
                help_text="valid 8-hour means that the day's highest ozone mean needs",
                verbose_name="valid 8-hour means",
            ),
        ),
        migrations.AlterField(
            model_name="cityevent",
            name="name",
            field=models.CharField(max_length=50, verbose_name="name"),
        ),
        migrations.AlterField(
            model_name="cityevent",
            name="station_share",
            field=models.DecimalField(
                decimal_places=2,
                default=Decimal("0.75"),
                help_text="share of the city's stations that a valid day needs",
                max_digits=3,
                verbose_name="share of stations",
            ),
        ),
        migrations.AlterField(
            model_name="dustday",
            name="city",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dust_days",
                to="targets.city",
                verbose_name="city",
            ),
        ),
        migrations.AlterField(
            model_name="dustday",
            name="day",
            field=models.DateField(verbose_name="day"),
        ),
        migrations.AlterField(
            model_name="dustday",
            name="document",
            field=models.CharField(max_length=300, verbose_name="document"),
        ),
        migrations.AlterField(
            model_name="dustday",
            name="withdrawn",
            field=models.BooleanField(default=False, verbose_name="withdrawn"),
        ),
        migrations.AlterField(
            model_name="dustdayevent",
            name="city",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="targets.city",
                verbose_name="city",
            ),
        ),
        migrations.AlterField(
            model_name="dustdayevent",
            name="day",
            field=models.DateField(verbose_name="day"),
        ),
        migrations.AlterField(
            model_name="dustdayevent",
            name="document",
            field=models.CharField(max_length=300, verbose_name="document"),
        ),
        migrations.AlterField(
            model_name="dustdayevent",
            name="withdrawn",
            field=models.BooleanField(default=False, verbose_name="withdrawn"),
        ),
        migrations.AlterField(
            model_name="feed",
            name="area",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="feeds",
                to="targets.area",
                verbose_name="area",
            ),
        ),
        migrations.AlterField(
            model_name="feed",
            name="city",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="feeds",
                to="targets.city",
                verbose_name="city",
            ),
        ),
        migrations.AlterField(
            model_name="feed",
            name="deducts_background",
            field=models.BooleanField(default=False, verbose_name="deducts natural background"),
        ),
        migrations.AlterField(
            model_name="feed",
            name="deducts_dust",
            field=models.BooleanField(default=False, verbose_name="deducts sand-dust days"),
        ),
        migrations.AlterField(
            model_name="feed",
            name="good_dust_days_stay",
            field=models.BooleanField(default=True, verbose_name="good sand-dust days stay"),
        ),
        migrations.AlterField(
            model_name="feed",
            name="indicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="feeds",
                to="targets.indicator",
                verbose_name="indicator",
            ),
        ),
        migrations.AlterField(
            model_name="feed",
            name="measure",
            field=models.CharField(
                choices=[
                    ("good_days", "good days"),
                    ("pm25_mean", "mean of PM2.5"),
                    ("water_share", "share of sections of class I to III"),
                ],
                max_length=12,
                verbose_name="what is computed",
            ),
        ),
        migrations.AlterField(
            model_name="feed",
            name="min_months",
            field=models.PositiveSmallIntegerField(
                default=8, help_text="of a year, where ice prevents sampling; water only", verbose_name="fewest months"
            ),
        ),
        migrations.AlterField(
            model_name="feedevent",
            name="area",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="targets.area",
                verbose_name="area",
            ),
        ),
        migrations.AlterField(
            model_name="feedevent",
            name="city",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="targets.city",
                verbose_name="city",
            ),
        ),
        migrations.AlterField(
            model_name="feedevent",
            name="deducts_background",
            field=models.BooleanField(default=False, verbose_name="deducts natural background"),
        ),
        migrations.AlterField(
            model_name="feedevent",
            name="deducts_dust",
            field=models.BooleanField(default=False, verbose_name="deducts sand-dust days"),
        ),
        migrations.AlterField(
            model_name="feedevent",
            name="good_dust_days_stay",
            field=models.BooleanField(default=True, verbose_name="good sand-dust days stay"),
        ),
        migrations.AlterField(
            model_name="feedevent",
            name="indicator",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="targets.indicator",
                verbose_name="indicator",
            ),
        ),
        migrations.AlterField(
            model_name="feedevent",
            name="measure",
            field=models.CharField(
                choices=[
                    ("good_days", "good days"),
                    ("pm25_mean", "mean of PM2.5"),
                    ("water_share", "share of sections of class I to III"),
                ],
                max_length=12,
                verbose_name="what is computed",
            ),
        ),
        migrations.AlterField(
            model_name="feedevent",
            name="min_months",
            field=models.PositiveSmallIntegerField(
                default=8, help_text="of a year, where ice prevents sampling; water only", verbose_name="fewest months"
            ),
        ),
        migrations.AlterField(
            model_name="frozenmonth",
            name="month",
            field=models.DateField(help_text="any day of the month; its first is kept", verbose_name="calendar month"),
        ),
        migrations.AlterField(
            model_name="frozenmonth",
            name="note",
            field=models.CharField(max_length=300, verbose_name="grounds"),
        ),
        migrations.AlterField(
            model_name="frozenmonth",
            name="section",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="frozen_months",
                to="targets.section",
                verbose_name="section",
            ),
        ),
        migrations.AlterField(
            model_name="frozenmonth",
            name="withdrawn",
            field=models.BooleanField(default=False, verbose_name="withdrawn"),
        ),
        migrations.AlterField(
            model_name="frozenmonthevent",
            name="month",
            field=models.DateField(help_text="any day of the month; its first is kept", verbose_name="calendar month"),
        ),
        migrations.AlterField(
            model_name="frozenmonthevent",
            name="note",
            field=models.CharField(max_length=300, verbose_name="grounds"),
        ),
        migrations.AlterField(
            model_name="frozenmonthevent",
            name="section",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="targets.section",
                verbose_name="section",
            ),
        ),
        migrations.AlterField(
            model_name="frozenmonthevent",
            name="withdrawn",
            field=models.BooleanField(default=False, verbose_name="withdrawn"),
        ),
        migrations.AlterField(
            model_name="section",
            name="area",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sections",
                to="targets.area",
                verbose_name="area",
            ),
        ),
        migrations.AlterField(
            model_name="section",
            name="basin",
            field=models.CharField(blank=True, max_length=30, verbose_name="basin"),
        ),
        migrations.AlterField(
            model_name="section",
            name="body",
            field=models.CharField(
                choices=[("river", "river"), ("lake", "lake or reservoir")],
                default="river",
                max_length=5,
                verbose_name="water body",
            ),
        ),
        migrations.AlterField(
            model_name="section",
            name="city_name",
            field=models.CharField(blank=True, max_length=30, verbose_name="city as the file names it"),
        ),
        migrations.AlterField(
            model_name="section",
            name="confirmed",
            field=models.BooleanField(default=True, verbose_name="confirmed"),
        ),
        migrations.AlterField(
            model_name="section",
            name="control_level",
            field=models.CharField(
                choices=[
                    ("national", "national"),
                    ("provincial", "provincial"),
                    ("city", "municipal"),
                    ("unknown", "not stated"),
                ],
                default="unknown",
                max_length=10,
                verbose_name="control level",
            ),
        ),
        migrations.AlterField(
            model_name="section",
            name="counts",
            field=models.BooleanField(
                default=False,
                help_text="assessed in the area's share of sections of class I to III",
                verbose_name="assessed",
            ),
        ),
        migrations.AlterField(
            model_name="section",
            name="name",
            field=models.CharField(max_length=60, verbose_name="name"),
        ),
        migrations.AlterField(
            model_name="section",
            name="order",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="order"),
        ),
        migrations.AlterField(
            model_name="section",
            name="province",
            field=models.CharField(blank=True, max_length=30, verbose_name="province"),
        ),
        migrations.AlterField(
            model_name="section",
            name="river",
            field=models.CharField(blank=True, max_length=60, verbose_name="river or lake"),
        ),
        migrations.AlterField(
            model_name="section",
            name="target_class",
            field=models.PositiveSmallIntegerField(
                blank=True, help_text="1 to 5; blank: not decided", null=True, verbose_name="target class"
            ),
        ),
        migrations.AlterField(
            model_name="sectionevent",
            name="area",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="targets.area",
                verbose_name="area",
            ),
        ),
        migrations.AlterField(
            model_name="sectionevent",
            name="basin",
            field=models.CharField(blank=True, max_length=30, verbose_name="basin"),
        ),
        migrations.AlterField(
            model_name="sectionevent",
            name="body",
            field=models.CharField(
                choices=[("river", "river"), ("lake", "lake or reservoir")],
                default="river",
                max_length=5,
                verbose_name="water body",
            ),
        ),
        migrations.AlterField(
            model_name="sectionevent",
            name="city_name",
            field=models.CharField(blank=True, max_length=30, verbose_name="city as the file names it"),
        ),
        migrations.AlterField(
            model_name="sectionevent",
            name="confirmed",
            field=models.BooleanField(default=True, verbose_name="confirmed"),
        ),
        migrations.AlterField(
            model_name="sectionevent",
            name="control_level",
            field=models.CharField(
                choices=[
                    ("national", "national"),
                    ("provincial", "provincial"),
                    ("city", "municipal"),
                    ("unknown", "not stated"),
                ],
                default="unknown",
                max_length=10,
                verbose_name="control level",
            ),
        ),
        migrations.AlterField(
            model_name="sectionevent",
            name="counts",
            field=models.BooleanField(
                default=False,
                help_text="assessed in the area's share of sections of class I to III",
                verbose_name="assessed",
            ),
        ),
        migrations.AlterField(
            model_name="sectionevent",
            name="name",
            field=models.CharField(max_length=60, verbose_name="name"),
        ),
        migrations.AlterField(
            model_name="sectionevent",
            name="order",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="order"),
        ),
        migrations.AlterField(
            model_name="sectionevent",
            name="province",
            field=models.CharField(blank=True, max_length=30, verbose_name="province"),
        ),
        migrations.AlterField(
            model_name="sectionevent",
            name="river",
            field=models.CharField(blank=True, max_length=60, verbose_name="river or lake"),
        ),
        migrations.AlterField(
            model_name="sectionevent",
            name="target_class",
            field=models.PositiveSmallIntegerField(
                blank=True, help_text="1 to 5; blank: not decided", null=True, verbose_name="target class"
            ),
        ),
        migrations.AlterField(
            model_name="station",
            name="city",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stations",
                to="targets.city",
                verbose_name="city",
            ),
        ),
        migrations.AlterField(
            model_name="station",
            name="code",
            field=models.CharField(blank=True, max_length=12, null=True, unique=True, verbose_name="code"),
        ),
        migrations.AlterField(
            model_name="station",
            name="confirmed",
            field=models.BooleanField(default=True, verbose_name="confirmed"),
        ),
        migrations.AlterField(
            model_name="station",
            name="counts",
            field=models.BooleanField(
                default=True, help_text="in the mean over the city's stations", verbose_name="counts in the mean"
            ),
        ),
        migrations.AlterField(
            model_name="station",
            name="latitude",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="latitude"),
        ),
        migrations.AlterField(
            model_name="station",
            name="longitude",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="longitude"),
        ),
        migrations.AlterField(
            model_name="station",
            name="name",
            field=models.CharField(max_length=50, verbose_name="name"),
        ),
        migrations.AlterField(
            model_name="stationevent",
            name="city",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="targets.city",
                verbose_name="city",
            ),
        ),
        migrations.AlterField(
            model_name="stationevent",
            name="code",
            field=models.CharField(blank=True, max_length=12, null=True, verbose_name="code"),
        ),
        migrations.AlterField(
            model_name="stationevent",
            name="confirmed",
            field=models.BooleanField(default=True, verbose_name="confirmed"),
        ),
        migrations.AlterField(
            model_name="stationevent",
            name="counts",
            field=models.BooleanField(
                default=True, help_text="in the mean over the city's stations", verbose_name="counts in the mean"
            ),
        ),
        migrations.AlterField(
            model_name="stationevent",
            name="latitude",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="latitude"),
        ),
        migrations.AlterField(
            model_name="stationevent",
            name="longitude",
            field=models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="longitude"),
        ),
        migrations.AlterField(
            model_name="stationevent",
            name="name",
            field=models.CharField(max_length=50, verbose_name="name"),
        ),
    ]
