from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("dialogs", "0004_keep_what_came_in")]

    operations = [migrations.RemoveField(model_name="viewpoint", name="original_text")]
