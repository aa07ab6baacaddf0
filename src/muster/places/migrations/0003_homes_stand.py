import django.db.models.deletion
from django.db import migrations, models

# That every home stands in a stairwell is checked a statement at a time. PostgreSQL checks foreign keys row by row, which took as long
# for a city's 1.5 million homes as writing them. Both sides hold as a foreign key does: a new home locks its stairwell against being
# taken away, and a stairwell is not taken away while homes stand in it.
HOMES_STAND = """
CREATE FUNCTION places_homes_stand() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (
        WITH stairwells AS MATERIALIZED (SELECT DISTINCT stairwell_id AS id FROM homes),
             standing AS MATERIALIZED (
                 SELECT stairwell.id FROM places_stairwell stairwell JOIN stairwells ON stairwells.id = stairwell.id
                 FOR KEY SHARE OF stairwell)
        SELECT FROM stairwells LEFT JOIN standing ON standing.id = stairwells.id WHERE standing.id IS NULL
    ) THEN
        RAISE foreign_key_violation USING
            MESSAGE = 'a home stands in no stairwell', TABLE = 'places_home', CONSTRAINT = 'places_home_in_a_stairwell';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION places_stairwells_stay() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (SELECT FROM stairwells JOIN places_home home ON home.stairwell_id = stairwells.id) THEN
        RAISE foreign_key_violation USING
            MESSAGE = 'homes stand in the stairwell', TABLE = 'places_home', CONSTRAINT = 'places_home_in_a_stairwell';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER places_home_stands_when_new AFTER INSERT ON places_home
    REFERENCING NEW TABLE AS homes FOR EACH STATEMENT EXECUTE FUNCTION places_homes_stand();
CREATE TRIGGER places_home_stands_when_moved AFTER UPDATE ON places_home
    REFERENCING NEW TABLE AS homes FOR EACH STATEMENT EXECUTE FUNCTION places_homes_stand();
CREATE TRIGGER places_stairwell_stays AFTER DELETE ON places_stairwell
    REFERENCING OLD TABLE AS stairwells FOR EACH STATEMENT EXECUTE FUNCTION places_stairwells_stay();
"""
UNDO = """
DROP TRIGGER places_home_stands_when_new ON places_home;
DROP TRIGGER places_home_stands_when_moved ON places_home;
DROP TRIGGER places_stairwell_stays ON places_stairwell;
DROP FUNCTION places_homes_stand;
DROP FUNCTION places_stairwells_stay;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0002_area_successor"),
    ]

    operations = [
        migrations.AlterField(
            model_name="home",
            name="stairwell",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="homes",
                to="places.stairwell",
            ),
        ),
        migrations.RunSQL(HOMES_STAND, UNDO),
    ]
